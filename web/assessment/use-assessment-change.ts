import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getFinalSheet, listFinalisations } from '#contract/assessment/assessment.ts'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { listFiles } from '#contract/exports/exports.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { call } from '#web/api.ts'

const readers = [getFinalSheet, listFinalisations, getOverview, listFiles]

/** A change of the final assessment; the sheet and what counts it are read again. */
export function useAssessmentChange<E extends Endpoint>(
  endpoint: E,
  onDone: (reply: Reply<E>, sent: Sent<E>) => void = () => undefined,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: Sent<E>) => call(endpoint, input),
    onSuccess: async (reply, sent) => {
      await Promise.all(readers.map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
      onDone(reply, sent)
    },
  })
}
