import type { Reply } from '#contract/endpoint.ts'
import type { getTeamGrading } from '#contract/projects.ts'
import { toHundredths } from '#core/points.ts'
import { multiply, type Rational, rational } from '#core/rational.ts'
import { memberMark, rubricMark } from '#core/rubric.ts'

export type TeamGrading = Reply<typeof getTeamGrading>
type Adjustment = { adjustment: number; reason: string }

/** What a grader writes on the page, whether saved or not. */
export type GradeDraft = {
  levels: Record<string, string>
  comments: Record<string, string>
  comment: string
  /** By student. */
  members: Record<string, Adjustment>
}

export function draftOf({ levels, comments, comment, members }: TeamGrading): GradeDraft {
  return {
    levels,
    comments,
    comment,
    members: Object.fromEntries(
      members.map(({ studentId, adjustment, reason }) => [studentId, { adjustment, reason }]),
    ),
  }
}

/** An adjustment says why, or is not saved. */
export const isUnexplained = ({ adjustment, reason }: Adjustment) => adjustment !== 0 && reason.trim() === ''

/** The marks as they will be once saved: worked out here by the rule the server uses, so that they follow each key. */
export function marksOf({ rubric }: Pick<TeamGrading, 'rubric'>, { levels, members }: GradeDraft) {
  const result = rubricMark(rubric, levels)
  const hasCriteria = rubric.criteria.some(({ weight }) => weight !== null)
  const exact = result.status === 'marked' && hasCriteria ? result.mark : null
  return {
    team: exact && shown(exact),
    missing: result.status === 'missing' ? result.what : [],
    memberOf: (studentId: string) =>
      exact && shown(memberMark(exact, { factor: '1', adjustment: members[studentId]?.adjustment ?? 0 })),
  }
}

const shown = (mark: Rational): number => toHundredths(multiply(mark, rational(100n)))
