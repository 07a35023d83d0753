/**
 * The mark of a project, from the levels a trainer chose in its rubric; exact, on 20, never rounded here.
 *
 * mark = 20 × Σ weight × (points ÷ most points of the criterion) ÷ Σ weight + Σ points of the bonus criteria
 *
 * It stays between 0 and 20: a bonus never counts for another part of the assessment. Late penalties and individual
 * shares: project-mark.ts.
 */
import {
  compare,
  divide,
  largest,
  multiply,
  type Rational,
  type RationalText,
  rational,
  rationalText,
  smallest,
  sum,
  toRational,
  zero,
} from '#core/rational.ts'

export type RubricLevel = {
  readonly id: string
  readonly label: string
  readonly description: string
  /** Zero or more; in a bonus criterion, points on 20, fewer than zero for a malus. */
  readonly points: RationalText
}

export type Criterion = {
  readonly id: string
  readonly title: string
  readonly description: string
  /** Above zero, in any unit; null for a bonus, whose points are added to the mark as they are. */
  readonly weight: RationalText | null
  readonly levels: readonly RubricLevel[]
}

export type Rubric = { readonly criteria: readonly Criterion[] }

/** Criterion id → level id. */
export type ChosenLevels = Readonly<Record<string, string>>

/** What one criterion contributes to the mark on 20, and its maximum; shown to the student. */
export type RubricLine = {
  readonly criterion: string
  readonly level: string
  readonly earned: RationalText
  readonly most: RationalText
}

export type RubricMark =
  | { readonly status: 'marked'; readonly mark: Rational; readonly lines: readonly RubricLine[] }
  /** Ids of the criteria without a level; a bonus is never missing. Empty when the weights sum to zero. */
  | { readonly status: 'missing'; readonly what: readonly string[] }

const best = rational(20n)

export function rubricMark({ criteria }: Rubric, chosen: ChosenLevels): RubricMark {
  const graded = criteria.map((criterion) => ({ criterion, level: levelOf(criterion, chosen) }))
  const missing = graded.filter(({ criterion, level }) => criterion.weight !== null && level === undefined)
  const total = sum(criteria.map(({ weight }) => (weight === null ? zero : toRational(weight))))
  if (missing.length > 0 || total.num === 0n)
    return { status: 'missing', what: missing.map(({ criterion }) => criterion.id) }
  const lines = graded.flatMap(({ criterion, level }) => (level === undefined ? [] : [lineOf(criterion, level, total)]))
  const mark = bounded(sum(lines.map(({ earned }) => toRational(earned))))
  return { status: 'marked', mark, lines }
}

function levelOf({ id, levels }: Criterion, chosen: ChosenLevels): RubricLevel | undefined {
  return levels.find((level) => level.id === chosen[id])
}

function lineOf({ id, weight, levels }: Criterion, level: RubricLevel, total: Rational): RubricLine {
  const points = toRational(level.points)
  const mostPoints = levels.map((each) => toRational(each.points)).reduce(largest)
  const scale = weight === null ? rational(1n) : onTwenty(toRational(weight), mostPoints, total)
  const [earned, most] = [multiply(points, scale), multiply(mostPoints, scale)]
  return { criterion: id, level: level.id, earned: rationalText(earned), most: rationalText(most) }
}

/** The value on 20 of one point of a criterion; zero for a criterion whose levels all give nothing. */
function onTwenty(weight: Rational, mostPoints: Rational, total: Rational): Rational {
  return compare(mostPoints, zero) > 0 ? divide(multiply(best, weight), multiply(total, mostPoints)) : zero
}

function bounded(mark: Rational): Rational {
  return largest(zero, smallest(mark, best))
}
