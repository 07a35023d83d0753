import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { listHandIns } from '#contract/projects/hand-ins.ts'
import { getTeamGrading } from '#contract/projects/project-grading.ts'
import { getProject, listProjects } from '#contract/projects/projects.ts'
import { useChange } from '#web/use-change.ts'

/** The endpoints to refetch after a project changed. */
const readers = [listProjects, getProject, getTeamGrading, getOverview, listHandIns]

/** A mutation of a project or of its teams, after which everything that displays them is refetched. */
export const useProjectChange = <E extends Endpoint>(endpoint: E, onDone?: (reply: Reply<E>, sent: Sent<E>) => void) =>
  useChange(endpoint, { readers, onDone })
