import { mutationOptions, queryOptions } from '@tanstack/react-query'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'

type Loose = {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
}
export type CallOptions = { keepalive?: boolean; signal?: AbortSignal }
type Heard = {
  /** Called when the reply begins. */
  onReply?: () => void
}

/** The server could not be reached, or the reply did not come from it: a network failure, as opposed to a refusal. */
export class Unreachable extends Error {}

/**
 * A header present on every reply of the server, which proxies and captive portals do not set
 * (server/platform/headers.ts).
 */
const own = 'x-bareme'

/**
 * Calls one endpoint of the contract; throws the same Refusal class as the server. The reply is not parsed again: the
 * server has already parsed it against this contract. A reply without the server's header (from a captive portal, a
 * filter, another host) counts as a network failure, and redirects are not followed. Who is told to wait their turn
 * waits, unless the caller has a signal, and so a patience, of its own.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: Sent<E>,
  { onReply, ...options }: CallOptions & Heard = {},
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
  onReply?.()
  const reply = await readReply<E>(response).catch(async (error: { code?: string }) => {
    if (error.code !== 'wait_turn' || options.signal) throw error
    return (await import('./shell/wait-turn.tsx')).waitTurn(error, (signal) => call(endpoint, input, { signal }))
  })
  if (endpoint.method !== 'GET') for (const heard of writeListeners) heard(endpoint.path)
  return reply
}

const writeListeners = new Set<(path: string) => void>()

/** Hears of everything that this page changed on the server, by the path of its endpoint; returns what stops it. */
export function onWritten(listener: (path: string) => void): () => void {
  writeListeners.add(listener)
  return () => writeListeners.delete(listener)
}

/** What a reply says: thrown when it is a refusal, or when it is not the server's. */
export async function readReply<E extends Endpoint>(response: Response): Promise<Reply<E>> {
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

/** How long the server asks to wait before the next try, in milliseconds; 0 when it does not ask. */
export function retryAfterMs(error: unknown): number {
  return (error as { retryAfterMs?: number }).retryAfterMs || 0
}

/**
 * Calls `onChange` at each event of a server-sent stream, until stopped. Browsers reconnect a stream that was cut, but
 * not one that was refused: `keep` reopens it once the server accepts another request.
 */
export function follow<E extends Endpoint>(endpoint: E, input: Sent<E>, onChange: () => void) {
  let source: EventSource | undefined
  const keep = () => {
    if (typeof EventSource === 'undefined' || (source && source.readyState !== EventSource.CLOSED)) return
    source = new EventSource(addressOf(endpoint, input))
    source.onmessage = onChange
  }
  keep()
  return { keep, stop: () => source?.close() }
}

/** The URL of an endpoint with its parameters; also used as the `href` of a download. */
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
    queryKey: queryKeyOf(endpoint, input),
    queryFn: ({ signal }) => patiently(signal, (options) => call(endpoint, input, options)),
  })

/** How long a read waits for its reply to begin, then to be whole: a page does not load forever. */
const patience = { beginsMs: 20_000, isWholeMs: 100_000 }

async function patiently<T>(signal: AbortSignal, read: (options: CallOptions & Heard) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  const cancel = () => abort.abort()
  signal.addEventListener('abort', cancel)
  let isSilent = false
  const giveUp = () => {
    isSilent = true
    abort.abort()
  }
  let timer = setTimeout(giveUp, patience.beginsMs)
  const onReply = () => {
    clearTimeout(timer)
    timer = setTimeout(giveUp, patience.isWholeMs)
  }
  try {
    return await read({ signal: abort.signal, onReply })
  } catch (cause) {
    throw isSilent ? new Unreachable('silent', { cause }) : cause
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
  }
}

const mostRetries = 4

/**
 * Whether a read that failed is tried again at once. A refusal would be repeated, and a server that stayed silent was
 * waited for long enough: only what may come from the network is retried.
 */
export const isWorthRetrying = (failures: number, error: Error): boolean =>
  !('code' in error) && error.message !== 'silent' && failures < mostRetries

/** What a mutation invalidates: `queryClient.invalidateQueries({ queryKey: [endpoint.path] })` for every input of it. */
export const queryKeyOf = <E extends Endpoint>(endpoint: E, input: Sent<E>) => [endpoint.path, input] as const

export const mutation = <E extends Endpoint>(endpoint: E) =>
  mutationOptions({ mutationKey: [endpoint.path], mutationFn: (input: Sent<E>) => call(endpoint, input) })
