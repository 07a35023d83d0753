import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { getTeamGrading } from '#contract/projects/project-grading.ts'
import { getProject, listProjects } from '#contract/projects/projects.ts'
import { call } from '#web/api.ts'

/** What shows a project, to be read again once it changed. */
const readers = [listProjects, getProject, getTeamGrading, getOverview]

/** A change of a project or of its teams; everything that shows it follows. */
export function useProjectChange<E extends Endpoint>(
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
