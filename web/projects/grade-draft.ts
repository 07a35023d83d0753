import type { Reply } from '#contract/endpoint.ts'
import type { getTeamGrading } from '#contract/projects/project-grading.ts'
import { toHundredths } from '#core/points.ts'
import { memberMark, type ProjectStep, teamMark, type Worked } from '#core/projects/project-mark.ts'
import { rubricMark } from '#core/projects/rubric.ts'
import { multiply, type Rational, rational, toNumber, toRational } from '#core/rational.ts'

export type TeamGrading = Reply<typeof getTeamGrading>
export type Share = { factor: number; adjustment: number; reason: string }
/** `waived` is null when the late penalty applies. */
export type DeliveryDraft = { submittedAt: string | null; waived: string | null }

/** The levels and comments a grader enters, for the team or as a third grading. */
export type RubricDraft = {
  levels: Record<string, string>
  comments: Record<string, string>
  comment: string
}

/** Everything a grader enters on the page, saved or not. */
export type GradeDraft = RubricDraft & {
  /** By student id. */
  members: Record<string, Share>
  delivery: DeliveryDraft
}

export function gradeDraftOf({ levels, comments, comment, members, delivery }: TeamGrading): GradeDraft {
  return {
    levels,
    comments,
    comment,
    members: Object.fromEntries(
      members.map(({ studentId, factor, adjustment, reason }) => [
        studentId,
        { factor: toNumber(toRational(factor)), adjustment, reason },
      ]),
    ),
    delivery: { submittedAt: delivery.submittedAt, waived: delivery.waived === '' ? null : delivery.waived },
  }
}

/** An individual change without the required reason, which is not saved. */
export const isUnexplained = ({ factor, adjustment, reason }: Share) =>
  (adjustment !== 0 || factor !== 1) && reason.trim() === ''

/** A waived penalty without the required reason, which is not saved. */
export const isUnexcused = ({ waived }: DeliveryDraft) => waived !== null && waived.trim() === ''

export type Marks = {
  /** The team's mark out of 20, rounded for display; null while a criterion has no level. */
  team: number | null
  missing: readonly string[]
  /** The working of the team's mark. */
  steps: readonly ProjectStep[]
  memberOf: (studentId: string) => { mark: number; steps: readonly ProjectStep[] } | null
}

/** The marks of the draft, computed here with the server's rule so that they are updated at each change. */
export function marksOf(grading: Pick<TeamGrading, 'rubric' | 'project' | 'secondLevels'>, draft: GradeDraft): Marks {
  const { rubric, secondLevels } = grading
  const first = rubricMark(rubric, draft.levels)
  const second = secondLevels && rubricMark(rubric, secondLevels)
  const hasCriteria = rubric.criteria.some(({ weight }) => weight !== null)
  const isMarked = first.status === 'marked' && hasCriteria && second?.status !== 'missing'
  const worked = isMarked
    ? teamMark(second ? [first.mark, second.mark] : [first.mark], deliveryOf(grading, draft))
    : null
  return {
    team: worked && shown(worked.mark),
    missing: first.status === 'missing' ? first.what : [],
    steps: worked?.steps ?? [],
    memberOf: (studentId) => worked && shareOf(worked, draft.members[studentId]),
  }
}

function shareOf(team: Worked, share: Share | undefined) {
  const { factor = 1, adjustment = 0, reason = '' } = share ?? {}
  const { mark, steps } = memberMark(team, { factor: String(factor), adjustment, reason })
  return { mark: shown(mark), steps }
}

function deliveryOf({ project }: Pick<TeamGrading, 'project'>, { delivery }: GradeDraft) {
  return {
    deadline: project.deadline === null ? null : new Date(project.deadline),
    rule: project.late,
    submittedAt: delivery.submittedAt === null ? null : new Date(delivery.submittedAt),
    waived: delivery.waived?.trim() ?? '',
    timeZone: project.timeZone,
  }
}

const shown = (mark: Rational): number => toHundredths(multiply(mark, rational(100n)))
