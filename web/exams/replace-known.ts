import type { QueryClient } from '@tanstack/react-query'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { queryKeyOf } from '#web/api.ts'

/**
 * Stores the reply of a mutation in the query cache. Cancels queries in flight first: one sent before the mutation
 * could otherwise overwrite its reply with older data.
 */
export async function replaceKnown<E extends Endpoint>(
  client: QueryClient,
  { endpoint, input, reply }: { endpoint: E; input: Sent<E>; reply: Reply<E> },
): Promise<void> {
  const queryKey = queryKeyOf(endpoint, input)
  await client.cancelQueries({ queryKey, exact: true })
  client.setQueryData<unknown>(queryKey, reply)
}
