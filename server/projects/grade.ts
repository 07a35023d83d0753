import { toHundredths } from '#core/points.ts'
import { multiply, type Rational, rational } from '#core/rational.ts'
import { memberMark, rubricMark } from '#core/rubric.ts'
import type { Project, Team } from './project.ts'

/** On 20, to the hundredth, for the eye; what counts in the final grade stays exact (marks.ts). */
export const shown = (mark: Rational): number => toHundredths(multiply(mark, rational(100n)))

export function gradeOf({ rubric }: Pick<Project, 'rubric'>, { levels }: Pick<Team, 'levels'>) {
  const result = rubricMark(rubric, levels)
  if (result.status === 'missing') return { exact: null, mark: null, missing: [...result.what] }
  // A rubric without a criterion marks nothing.
  if (!rubric.criteria.some(({ weight }) => weight !== null)) return { exact: null, mark: null, missing: [] }
  return { exact: result.mark, mark: shown(result.mark), missing: [] }
}

/** Every member has the team's mark, plus what was adjusted for them. */
export function exactMarkOf(team: Rational, { adjustment }: { adjustment: number }): Rational {
  return memberMark(team, { factor: '1', adjustment })
}
