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

/** What a criterion and each of its levels are worth on 20, exact; a bonus is worth its points. */
export type CriterionWorth = {
  readonly id: string
  readonly isBonus: boolean
  readonly most: Rational
  /** In the order of the levels. */
  readonly levels: readonly Rational[]
}

/** Everything is worth zero while no criterion has a weight. */
export function rubricWorth({ criteria }: Rubric): CriterionWorth[] {
  const total = sum(criteria.map(({ weight }) => (weight === null ? zero : toRational(weight))))
  return criteria.map((criterion) => {
    const scale = scaleOf(criterion, total)
    const levels = criterion.levels.map(({ points }) => multiply(toRational(points), scale))
    return { id: criterion.id, isBonus: criterion.weight === null, most: levels.reduce(largest, zero), levels }
  })
}

function levelOf({ id, levels }: Criterion, chosen: ChosenLevels): RubricLevel | undefined {
  return levels.find((level) => level.id === chosen[id])
}

function lineOf(criterion: Criterion, level: RubricLevel, total: Rational): RubricLine {
  const { id } = criterion
  const points = toRational(level.points)
  const mostPoints = mostOf(criterion)
  const scale = scaleOf(criterion, total)
  const [earned, most] = [multiply(points, scale), multiply(mostPoints, scale)]
  return { criterion: id, level: level.id, earned: rationalText(earned), most: rationalText(most) }
}

const mostOf = ({ levels }: Criterion) => levels.map(({ points }) => toRational(points)).reduce(largest)

/** The value on 20 of one point of a criterion; zero for a criterion whose levels all give nothing. */
function scaleOf(criterion: Criterion, total: Rational): Rational {
  if (criterion.weight === null) return rational(1n)
  const mostPoints = mostOf(criterion)
  if (compare(mostPoints, zero) <= 0 || total.num === 0n) return zero
  return divide(multiply(best, toRational(criterion.weight)), multiply(total, mostPoints))
}

function bounded(mark: Rational): Rational {
  return largest(zero, smallest(mark, best))
}
