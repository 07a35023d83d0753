import { mutationOptions, queryOptions } from '@tanstack/react-query'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'

type Loose = {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
}
export type CallOptions = { keepalive?: boolean; signal?: AbortSignal }

/** The server could not be reached, or did not answer as itself: a network, never a decision. */
export class Unreachable extends Error {}

/** What every reply of the server carries, and nothing on the way to it does (server/platform/headers.ts). */
const own = 'x-bareme'

/**
 * Calls one endpoint of the contract; refusals come back as the same class the server threw. The reply was parsed by
 * the server on its way out, against this very contract: it is not parsed again here. A reply that is not the server's
 * (a captive portal, a filter, another host) is no reply, whatever it says; and nothing is followed to another address.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: Sent<E>,
  options: CallOptions = {},
): Promise<Reply<E>> {
  const { body } = input as Loose
  const response = await fetch(addressOf(endpoint, input), {
    method: endpoint.method,
    credentials: 'same-origin',
    redirect: 'error',
    ...options,
    ...(body === undefined
      ? {}
      : {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
  }).catch((cause: unknown) => {
    throw new Unreachable('unreachable', { cause })
  })
  const json: unknown = await response.json().catch((cause: unknown) => {
    throw new Unreachable('unreadable', { cause })
  })
  if (!response.headers.has(own)) throw new Unreachable('unreadable')
  if (response.ok) return json as Reply<E>
  const { code, details } = json as {
    code?: RefusalCode | 'internal_error'
    details?: unknown
  }
  if (!code || code === 'internal_error') throw new Unreachable(code ?? 'unreadable')
  throw Object.assign(new Refusal(code, details), { retryAfterMs: Number(response.headers.get('retry-after')) * 1000 })
}

/** How long the server asks to wait before the next try, in milliseconds; 0 when it does not say. */
export function retryAfterMs(error: unknown): number {
  return (error as { retryAfterMs?: number }).retryAfterMs || 0
}

/**
 * Hears that something changed, until stopped. A browser opens a cut line again by itself, but not one that was refused:
 * `keep` does, when the server has answered something else since.
 */
export function follow<E extends Endpoint>(endpoint: E, input: Sent<E>, onChange: () => void) {
  let line: EventSource | undefined
  const keep = () => {
    if (typeof EventSource === 'undefined' || (line && line.readyState !== EventSource.CLOSED)) return
    line = new EventSource(addressOf(endpoint, input))
    line.onmessage = onChange
  }
  keep()
  return { keep, stop: () => line?.close() }
}

/** Where an endpoint is: also the `href` of a download. */
export function addressOf<E extends Endpoint>(endpoint: E, input: Sent<E>): string {
  const { params = {}, query = {} } = input as Loose
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
    ),
  ).toString()
  return search ? `${path}?${search}` : path
}

export const query = <E extends Endpoint>(endpoint: E, input: Sent<E>) =>
  queryOptions({
    queryKey: keyOf(endpoint, input),
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
  })

/** What a mutation invalidates: `queryClient.invalidateQueries({ queryKey: [endpoint.path] })` for every input of it. */
export const keyOf = <E extends Endpoint>(endpoint: E, input: Sent<E>) => [endpoint.path, input] as const

export const mutation = <E extends Endpoint>(endpoint: E) =>
  mutationOptions({ mutationFn: (input: Sent<E>) => call(endpoint, input) })
