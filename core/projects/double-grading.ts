/** Compares two gradings of one team: what each gives a criterion on 20, and the gap between them. */
import {
  compare,
  type Rational,
  type RationalText,
  rational,
  rationalText,
  subtract,
  toRational,
  zero,
} from '#core/rational.ts'
import { type ChosenLevels, type Rubric, type RubricMark, rubricMark } from './rubric.ts'

export type CriterionGap = {
  readonly criterion: string
  /** Null for a bonus that was not given. */
  readonly first: string | null
  readonly second: string | null
  readonly gap: RationalText
}
export type GradingGap = {
  readonly criteria: readonly CriterionGap[]
  readonly first: RationalText
  readonly second: RationalText
  readonly gap: RationalText
}

/** Null while one of the two is incomplete. */
export function compareGradings(rubric: Rubric, first: ChosenLevels, second: ChosenLevels): GradingGap | null {
  const [one, other] = [rubricMark(rubric, first), rubricMark(rubric, second)]
  if (one.status === 'missing' || other.status === 'missing') return null
  return {
    criteria: rubric.criteria.map(({ id }) => {
      const gap = distance(earnedFor(one, id), earnedFor(other, id))
      return { criterion: id, first: first[id] ?? null, second: second[id] ?? null, gap: rationalText(gap) }
    }),
    first: rationalText(one.mark),
    second: rationalText(other.mark),
    gap: rationalText(distance(one.mark, other.mark)),
  }
}

/** `most` in hundredths on 20, itself allowed. */
export function isTooWide({ gap }: Pick<GradingGap, 'gap'>, most: number): boolean {
  return compare(toRational(gap), rational(most, 100n)) > 0
}

function earnedFor({ lines }: Extract<RubricMark, { status: 'marked' }>, criterionId: string): Rational {
  const line = lines.find(({ criterion }) => criterion === criterionId)
  return line === undefined ? zero : toRational(line.earned)
}

function distance(one: Rational, other: Rational): Rational {
  return compare(one, other) < 0 ? subtract(other, one) : subtract(one, other)
}
