import type { ServerResponse } from 'node:http'
import type { Asked } from './lti-platform.ts'

const services = {
  token: /^\/token$/,
  jwks: /^\/jwks$/,
  members: /^\/contexts\/[^/]+\/memberships$/,
  lineItems: /^\/contexts\/[^/]+\/lineitems$/,
  lineItem: /^\/contexts\/[^/]+\/lineitems\/[^/]+$/,
  scores: /\/scores$/,
  results: /\/results$/,
} as const

export type Service = keyof typeof services
export type Fault =
  /** It says that the token is over. */
  | { kind: 'expired' }
  | { kind: 'limited'; seconds?: number }
  | { kind: 'broken'; status?: number }
  /** It takes the request and never answers; the connection stays open. */
  | { kind: 'silent' }
  /** It does what is asked, then breaks the connection before it says so. */
  | { kind: 'cut' }
  | { kind: 'gone' }
  | { kind: 'garbled' }
  /** An answer without end. */
  | { kind: 'huge' }
  | { kind: 'redirect'; to: string }
  /** It answers this, whatever it is. */
  | { kind: 'says'; body: unknown; headers?: Record<string, string> }

type Planned = { service: Service; fault: Fault; times: number; only: (asked: Asked) => boolean }

/** The faults that were asked for and have not happened yet. */
export function createFaults() {
  let planned: Planned[] = []
  return {
    plan(service: Service, fault: Fault, { times = 1, only = () => true }: Partial<Omit<Planned, 'fault'>> = {}) {
      planned.push({ service, fault, times, only })
    },
    none: () => {
      planned = []
    },
    /** True when a fault answered instead of the platform. */
    meet(asked: Asked, response: ServerResponse): boolean {
      const one = planned.find(({ service, only }) => services[service].test(asked.path) && only(asked))
      if (!one) return false
      one.times -= 1
      if (one.times <= 0) planned = planned.filter((other) => other !== one)
      return happen(one.fault, response)
    },
  }
}

function happen(fault: Fault, response: ServerResponse): boolean {
  const say = (status: number, headers: Record<string, string> = {}, body = '{"error":"fault"}') => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body)
    return true
  }
  switch (fault.kind) {
    case 'expired':
      return say(401, { 'www-authenticate': 'Bearer error="invalid_token"' })
    case 'limited':
      return say(429, { 'retry-after': String(fault.seconds ?? 120) })
    case 'broken':
      return say(fault.status ?? 500)
    case 'silent':
      return true
    case 'cut':
      // What it was asked is done: only its answer is lost.
      response.writeHead = (() => response) as never
      response.end = (() => response.socket?.destroy()) as never
      return false
    case 'gone':
      return say(404)
    case 'garbled':
      return say(200, {}, '[{"id": "http')
    case 'huge':
      return pour(response)
    case 'redirect':
      return say(302, { location: fault.to })
    case 'says':
      return say(200, fault.headers, JSON.stringify(fault.body))
  }
}

function pour(response: ServerResponse): true {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('[')
  const more = () => {
    while (!response.destroyed) if (!response.write(`"${'x'.repeat(65_536)}",`)) return
  }
  response.on('drain', more)
  more()
  return true
}
