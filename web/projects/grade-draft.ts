import type { Reply } from '#contract/endpoint.ts'
import type { getTeamGrading } from '#contract/projects/project-grading.ts'
import { toHundredths } from '#core/points.ts'
import { memberMark, type ProjectStep, teamMark, type Worked } from '#core/projects/project-mark.ts'
import { rubricMark, rubricWorth } from '#core/projects/rubric.ts'
import { multiply, type Rational, rational, sum, toNumber, toRational, zero } from '#core/rational.ts'

export type TeamGrading = Reply<typeof getTeamGrading>
export type Share = { factor: number; adjustment: number; reason: string }
/**
 * `submittedAt` is what a trainer says, with a reason where the team handed in by itself. `waived` is null when the late
 * penalty applies.
 */
export type DeliveryDraft = {
  handedInAt: string | null
  submittedAt: string | null
  dateReason: string
  waived: string | null
}

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
    delivery: { ...delivery, waived: delivery.waived === '' ? null : delivery.waived },
  }
}

/** An individual change without the required reason, which is not saved. */
export const isUnexplained = ({ factor, adjustment, reason }: Share) =>
  (adjustment !== 0 || factor !== 1) && reason.trim() === ''

/** A trainer’s date without the required reason, which is not saved. */
export const isUndated = ({ handedInAt, submittedAt, dateReason }: DeliveryDraft) =>
  handedInAt !== null && submittedAt !== null && dateReason.trim() === ''

/** A waived penalty without the required reason, which is not saved. */
export const isUnexcused = ({ waived }: DeliveryDraft) => waived !== null && waived.trim() === ''

export type Marks = {
  /** What the levels given so far are worth on 20, and at most; hundredths. */
  soFar: { earned: number; most: number }
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
    soFar: soFarOf(rubric, draft.levels),
    team: worked && shown(worked.mark),
    missing: first.status === 'missing' ? first.what : [],
    steps: worked?.steps ?? [],
    memberOf: (studentId) => worked && shareOf(worked, draft.members[studentId]),
  }
}

function soFarOf(rubric: TeamGrading['rubric'], levels: Record<string, string>) {
  const worth = rubricWorth(rubric)
  const given = rubric.criteria.flatMap((criterion, index) => {
    const rank = criterion.levels.findIndex(({ id }) => id === levels[criterion.id])
    const one = worth[index]
    return one === undefined || rank === -1
      ? []
      : [{ earned: one.levels[rank] ?? zero, most: one.isBonus ? zero : one.most }]
  })
  return { earned: shown(sum(given.map(({ earned }) => earned))), most: shown(sum(given.map(({ most }) => most))) }
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
    submittedAt: instantOf(delivery.submittedAt ?? delivery.handedInAt),
    waived: delivery.waived?.trim() ?? '',
    timeZone: project.timeZone,
  }
}

const instantOf = (at: string | null) => (at === null ? null : new Date(at))

const shown = (mark: Rational): number => toHundredths(multiply(mark, rational(100n)))
