import { compareGradings, isTooWide } from '#core/projects/double-grading.ts'
import { toRational } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import type { Grading, Team } from '#prisma/client/client.ts'
import { shown } from './grade.ts'
import type { Project } from './project.ts'

/** The first to have begun comes first, for everybody and for ever. */
export const inOrder = (gradings: readonly Grading[]): Grading[] =>
  gradings.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || (a.graderId < b.graderId ? -1 : 1))

/** The two gradings once both are done; before, there is nothing to see of the other one. */
export function finishedPair(gradings: readonly Grading[]): [Grading, Grading] | null {
  const [first, second] = inOrder(gradings)
  return first?.doneAt && second?.doneAt ? [first, second] : null
}

/** What a team's mark is worked out from is settled first: there is no mark to adjust before. */
export function requireOneGrade({ isDouble }: Project, { resolution }: Team) {
  if (isDouble && resolution === null) throw new Refusal('gradings_unfinished')
}

type DoubleInput = { project: Project; team: Team; gradings: readonly Grading[]; personId: string }

/** Where the two gradings stand for one person; null when one grader is enough. */
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
