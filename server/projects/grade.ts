import { writeProjectMark } from '#core/assessment/written-project-mark.ts'
import { toHundredths } from '#core/points.ts'
import { memberMark, type ProjectStep, teamMark, type Worked } from '#core/projects/project-mark.ts'
import { type RubricMark, rubricMark } from '#core/projects/rubric.ts'
import { multiply, type Rational, rational } from '#core/rational.ts'
import type { Team } from '#prisma/client/client.ts'
import { deliveredAt } from './hand-in-views.ts'
import type { Project } from './project.ts'

/** On 20, to the hundredth, for display; the final grade uses the exact mark (marks.ts). */
export const shown = (mark: Rational): number => toHundredths(multiply(mark, rational(100n)))

type Judged = Pick<Team, 'levels' | 'secondLevels' | 'handedInAt' | 'submittedAt' | 'lateWaived'>
type Marked = Extract<RubricMark, { status: 'marked' }>

export type TeamGrade =
  | { worked: null; mark: null; missing: string[]; rubrics: null }
  /** `rubrics`: the levels of each grader that count. */
  | { worked: Worked; mark: number; missing: []; rubrics: [Marked, Marked?] }

/** The mark of a team: its rubric, or the mean of two gradings, minus the late penalty. */
export function teamGradeOf(
  { rubric, deadline, late, course }: Pick<Project, 'rubric' | 'deadline' | 'late' | 'course'>,
  team: Judged,
): TeamGrade {
  const first = rubricMark(rubric, team.levels)
  const second = team.secondLevels && rubricMark(rubric, team.secondLevels)
  if (first.status === 'missing') return { worked: null, mark: null, missing: [...first.what], rubrics: null }
  // A rubric without a weighted criterion gives no mark.
  const isEmpty = !rubric.criteria.some(({ weight }) => weight !== null)
  if (isEmpty || second?.status === 'missing') return { worked: null, mark: null, missing: [], rubrics: null }
  const delivery = { deadline, rule: late, submittedAt: deliveredAt(team), waived: team.lateWaived, ...course }
  const worked = teamMark(second ? [first.mark, second.mark] : [first.mark], delivery)
  return { worked, mark: shown(worked.mark), missing: [], rubrics: second ? [first, second] : [first] }
}

type Share = { factor: string; adjustment: number; reason: string }

/** A member's mark: the team's, times their factor, plus their adjustment. */
export function shareOf(team: Worked | null, share: Share) {
  if (team === null) return { mark: null, working: null }
  const { mark, steps } = memberMark(team, share)
  return { mark: shown(mark), working: workingOf(steps) }
}

/** As text, for replies. */
export const workingOf = (steps: readonly ProjectStep[]) => ({
  fr: writeProjectMark(steps, 'fr'),
  en: writeProjectMark(steps, 'en'),
})
