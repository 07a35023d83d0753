import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { call } from './api.ts'

type ChangeOptions<E extends Endpoint> = {
  /** The endpoints to refetch before `onDone` is called. */
  readers: readonly Pick<Endpoint, 'path'>[]
  onDone?: ((reply: Reply<E>, sent: Sent<E>) => void) | undefined
}

/** A mutation, after which the queries of the given endpoints are refetched. */
export function useChange<E extends Endpoint>(endpoint: E, { readers, onDone }: ChangeOptions<E>) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: [endpoint.path],
    mutationFn: (input: Sent<E>) => call(endpoint, input),
    onSuccess: async (reply, sent) => {
      await Promise.all(readers.map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
      onDone?.(reply, sent)
    },
  })
}
