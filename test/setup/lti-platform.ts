import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JSONWebKeySet } from 'jose'
import { createFaults } from './lti-platform-faults.ts'
import { createGradebook } from './lti-platform-gradebook.ts'
import { createLaunches } from './lti-platform-launches.ts'
import { createMembers, type Member } from './lti-platform-members.ts'
import { createRegistration } from './lti-platform-registration.ts'
import { createTokens } from './lti-platform-tokens.ts'

/** What the platform knows of our tool; `jwks` is asked each time, so that a test may change the keys. */
export type Tool = {
  clientId: string
  initiateLogin: string
  redirectUris: readonly string[]
  jwks: () => Promise<JSONWebKeySet>
}

export type Asked = { method: string; path: string; url: URL; headers: IncomingMessage['headers']; body: string }

/** What a part of the platform answers; null: this address is not its own. */
export type Answer = {
  status: number
  type?: string
  headers?: Record<string, string | string[]>
  body?: unknown
}
export type Part = (asked: Asked) => Promise<Answer | null> | Answer | null

type Options = { now?: () => Date; members?: readonly Member[] }

/**
 * A platform of LTI 1.3 Advantage on loopback: it signs launches, gives access tokens, keeps a gradebook and lists its
 * members, strict where the specifications are. It fails in the ways a test asks of it.
 */
export async function ltiPlatform({ now = () => new Date(), members = [] }: Options = {}) {
  const asked: Asked[] = []
  const faults = createFaults()
  const tools = new Map<string, Tool>()
  let parts: Part[] = []
  let underWay = 0
  let most = 0
  const server = createServer((request, response) => {
    underWay += 1
    most = Math.max(most, underWay)
    response.once('close', () => {
      underWay -= 1
    })
    void readAsked(request).then(async (one) => {
      asked.push(one)
      if (faults.meet(one, response)) return
      for (const part of parts) {
        const answer = await part(one)
        if (answer) return send(response, answer)
      }
      return send(response, { status: 404, body: { error: 'no such address' } })
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const tokens = createTokens({ issuer, tools, now })
  const people = createMembers({ issuer, tokens, members })
  const gradebook = createGradebook({ issuer, tokens, people })
  const launches = await createLaunches({ issuer, tools, now })
  const registration = createRegistration({ issuer, tools })
  parts = [launches.part, tokens.part, registration.part, people.part, gradebook.part]

  return {
    issuer,
    /** Where the registration of a tool by hand would take its addresses from. */
    endpoints: {
      authorization: `${issuer}/authorize`,
      token: `${issuer}/token`,
      jwks: `${issuer}/jwks`,
      configuration: `${issuer}/.well-known/openid-configuration`,
      lineItems: gradebook.lineItemsUrl,
      memberships: people.membershipsUrl,
    },
    deploymentId: 'testdeploy',
    /** Registers a tool by hand; launches and access tokens are then for it. */
    trust: (tool: Tool) => tools.set(tool.clientId, tool),
    /** Every request that came, in order. */
    asked,
    /** How many were answered at the same time, at most. */
    mostAtOnce: () => most,
    /** The next requests to a service fail in this way. */
    fail: faults.plan,
    faults,
    tokens,
    people,
    gradebook,
    launches,
    registration,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

export type LtiPlatform = Awaited<ReturnType<typeof ltiPlatform>>

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const url = new URL(request.url ?? '/', 'http://platform')
  const { method = 'GET', headers } = request
  return { method, path: url.pathname, url, headers, body: Buffer.concat(chunks).toString('utf8') }
}

function send(response: ServerResponse, { status, type = 'application/json', headers = {}, body }: Answer) {
  response.writeHead(status, { ...headers, ...(body === undefined ? {} : { 'content-type': type }) })
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
}
