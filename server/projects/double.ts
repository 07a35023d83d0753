import { compareGradings, isTooWide } from '#core/projects/double-grading.ts'
import { toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import type { Grading, Team } from '#prisma/client/client.ts'
import { shown } from './grade.ts'
import type { Project } from './project.ts'

/** By the time of their first save, for every reader. */
export const inOrder = (gradings: readonly Grading[]): Grading[] =>
  gradings.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || (a.graderId < b.graderId ? -1 : 1))

/** Both gradings once both are complete; null before, so that neither is disclosed. */
export function finishedPair(gradings: readonly Grading[]): [Grading, Grading] | null {
  const [first, second] = inOrder(gradings)
  return first?.doneAt && second?.doneAt ? [first, second] : null
}

/** Refuses an adjustment before the two gradings are resolved, since there is no mark to adjust. */
export function requireOneGrade({ isDouble }: Project, { resolution }: Team) {
  if (isDouble && resolution === null) throw new Refusal('gradings_unfinished')
}

type DoubleInput = { project: Project; team: Team; gradings: readonly Grading[]; personId: string }

/** The state of the two gradings for one person; null when one grader is enough. */
export function doubleOf({ project, team, gradings, personId }: DoubleInput) {
  if (!project.isDouble) return null
  const mine = gradings.find(({ graderId }) => graderId === personId)
  return {
    mostGap: project.mostGap,
    isMine: mine !== undefined || gradings.length < 2,
    isDone: Boolean(mine?.doneAt),
    graders: inOrder(gradings).map(({ graderId, graderName, doneAt }) => ({
      name: graderName,
      isMe: graderId === personId,
      isDone: doneAt !== null,
    })),
    comparison: comparisonOf(project, gradings),
    resolution: team.resolution,
  }
}

function comparisonOf({ rubric, mostGap }: Project, gradings: readonly Grading[]) {
  const pair = finishedPair(gradings)
  const gap = pair && compareGradings(rubric, pair[0].levels, pair[1].levels)
  if (!pair || !gap) return null
  const hundredths = (exact: string) => shown(toRational(exact))
  return {
    criteria: gap.criteria.map((each) => ({ ...each, gap: hundredths(each.gap) })),
    ...{ first: hundredths(gap.first), second: hundredths(gap.second), gap: hundredths(gap.gap) },
    isTooWide: isTooWide(gap, mostGap),
    comments: pair.map(({ comments, comment }) => ({ comments, comment })),
  }
}
