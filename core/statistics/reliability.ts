import { derive, type Figure, figure, type Interval, missing } from './figure.ts'
import { fewerThanTwo, total, variance } from './moments.ts'

/** One column of marks per item, all of the same length: one mark per student. */
export type Columns = readonly (readonly number[])[]

/**
 * Cronbach's alpha, k/(k − 1) · (1 − Σ var xᵢ / var T) (Cronbach, 1951); on 0/1 marks it is KR-20. Moodle's coefficient
 * of internal consistency is 100 times it. It can be negative: the items are then negatively correlated.
 */
export function alphaOf(columns: Columns): Figure {
  const [first] = columns
  if (first === undefined) return missing('no_item')
  const tooFew = fewerThanTwo(first)
  if (tooFew) return tooFew
  if (columns.length === 1) return missing('one_item')
  const variances = columns.map(variance)
  return alphaFrom(variances, variance(totalsOf(columns)))
}

/**
 * Alpha of the exam without each item in turn, in the order of the columns; above alpha, the exam is better without it.
 */
export function alphasIfDeleted(columns: Columns): Figure[] {
  const [first] = columns
  const tooFew = fewerThanTwo(first ?? [])
  if (tooFew) return columns.map(() => tooFew)
  if (columns.length < 3) return columns.map(() => missing('one_item'))
  const totals = totalsOf(columns)
  const variances = columns.map(variance)
  return columns.map((column, index) => {
    const rest = totals.map((mark, student) => mark - (column[student] as number))
    return alphaFrom(variances.toSpliced(index, 1), variance(rest))
  })
}

/** √(1 − α): the share of error in the spread of the marks (Moodle's error ratio, over 100). */
export const errorRatioOf = (alpha: Figure): Figure =>
  derive(alpha, (value) => figure(Math.sqrt(Math.max(0, 1 - value))))

/** The standard error of measurement, SD · √(1 − α): a mark is known to about ± 1.96 of it. In the unit of the marks. */
export const standardErrorOf = (standardDeviation: Figure, alpha: Figure): Figure =>
  derive(standardDeviation, (sd) => derive(errorRatioOf(alpha), (ratio) => figure(sd * ratio)))

/**
 * Bootstrap interval: the middle 95 % of alpha over samples of the same students drawn with replacement, without
 * assumption on the distribution. `random` gives numbers in [0, 1) and comes seeded from the caller, so that a page
 * read twice shows the same interval. Null when there is no alpha, or none in half of the samples.
 */
export function bootstrapAlpha(
  columns: Columns,
  { random, samples = 500 }: { readonly random: () => number; readonly samples?: number },
): Interval | null {
  if (alphaOf(columns).value === null) return null
  const items = columns.map(centred)
  const totals = centred(totalsOf(columns))
  const students = totals.length
  const alphas: number[] = []
  for (let sample = 0; sample < samples; sample += 1) {
    const times = new Array<number>(students).fill(0)
    for (let draw = 0; draw < students; draw += 1) {
      const student = Math.floor(random() * students)
      times[student] = (times[student] as number) + 1
    }
    const variances = items.map((column) => weightedVariance(column, times))
    const { value } = alphaFrom(variances, weightedVariance(totals, times))
    if (value !== null) alphas.push(value)
  }
  if (alphas.length * 2 <= samples) return null
  alphas.sort((a, b) => a - b)
  const at = (share: number) => alphas[Math.floor(share * (alphas.length - 1))] as number
  return { low: at(0.025), high: at(0.975) }
}

/** One total per student. */
export function totalsOf(columns: Columns): number[] {
  const totals = new Array<number>(columns[0]?.length ?? 0).fill(0)
  for (const column of columns) {
    for (let student = 0; student < totals.length; student += 1) {
      totals[student] = (totals[student] as number) + (column[student] as number)
    }
  }
  return totals
}

function alphaFrom(itemVariances: readonly number[], totalVariance: number): Figure {
  if (totalVariance === 0) return missing('no_variance')
  const items = itemVariances.length
  return figure((items / (items - 1)) * (1 - total(itemVariances) / totalVariance))
}

function centred(column: readonly number[]): number[] {
  const mean = total(column) / column.length
  return column.map((mark) => mark - mean)
}

/** Variance of a centred column where each student counts `times` times; the counts sum to the number of students. */
function weightedVariance(column: readonly number[], times: readonly number[]): number {
  let [sum, squares] = [0, 0]
  for (let student = 0; student < column.length; student += 1) {
    const mark = column[student] as number
    const weighted = mark * (times[student] as number)
    sum += weighted
    squares += weighted * mark
  }
  const spread = squares - (sum * sum) / column.length
  return spread <= 1e-12 * squares ? 0 : spread / (column.length - 1)
}
