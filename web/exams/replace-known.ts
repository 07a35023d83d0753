import type { QueryClient } from '@tanstack/react-query'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { keyOf } from '#web/api.ts'

/**
 * A change answers with what is true now: it takes the place of what this page knew. A reading asked before the change
 * may still be on its way, with what was true then: it is given up first, or it would have the last word.
 */
export async function replaceKnown<E extends Endpoint>(
  client: QueryClient,
  { endpoint, input, reply }: { endpoint: E; input: Sent<E>; reply: Reply<E> },
): Promise<void> {
  const queryKey = keyOf(endpoint, input)
  await client.cancelQueries({ queryKey, exact: true })
  client.setQueryData<unknown>(queryKey, reply)
}
