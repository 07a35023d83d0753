import type { ExamData, StatisticsOptions, StatisticsResponse } from './exam-data.ts'
import { derive, type Figure, figure, type Interval, missing } from './figure.ts'
import { verdictFrom } from './flags.ts'
import { alphaInterval, meanInterval } from './intervals.ts'
import { type ItemStatistics, itemStatistics } from './items.ts'
import { isFlat, kurtosisOf, meanOf, medianOf, skewnessOf, standardDeviationOf, total } from './moments.ts'
import { alphaOf, alphasIfDeleted, type Columns, errorRatioOf, standardErrorOf } from './reliability.ts'

export type Distribution = {
  readonly n: number
  readonly mean: Figure
  readonly meanInterval: Interval | null
  readonly median: Figure
  readonly standardDeviation: Figure
  readonly skewness: Figure
  readonly kurtosis: Figure
}

export type ExamStatistics = Distribution & {
  /** Number of students left out because of a blank (`listwise`). */
  readonly leftOut: number
  readonly standing: VerdictStrength
  /** The sum of the points of a paper's items. */
  readonly maximum: number
  /** KR-20 when every mark is 0 or the maximum. */
  readonly alpha: Figure
  readonly alphaInterval: Interval | null
  readonly errorRatio: Figure
  readonly standardError: Figure
  readonly items: readonly ItemStatistics[]
}

/** `none`: fewer than `verdictFrom` students, no verdict; `indicative`: read the intervals; `firm`. */
export type VerdictStrength = 'none' | 'indicative' | 'firm'

/** From this number on, a correlation is known to about ± 0.2. */
export const firmFrom = 100

export const verdictStrengthOf = (n: number): VerdictStrength => {
  if (n < verdictFrom) return 'none'
  return n < firmFrom ? 'indicative' : 'firm'
}

/** Mean, median, spread and shape of a list of marks. */
export function distributionOf(marks: readonly number[]): Distribution {
  const [mean, standardDeviation] = [meanOf(marks), standardDeviationOf(marks)]
  return {
    n: marks.length,
    mean,
    meanInterval:
      mean.value === null || standardDeviation.value === null
        ? null
        : meanInterval(mean.value, standardDeviation.value, marks.length),
    median: medianOf(marks),
    standardDeviation,
    skewness: skewnessOf(marks),
    kurtosis: kurtosisOf(marks),
  }
}

export function examStatistics(data: ExamData, options: StatisticsOptions = { blanks: 'scored' }): ExamStatistics {
  const rows = options.blanks === 'listwise' ? data.responses.filter(hasNoBlank) : data.responses
  const worths = rows.map((row) => total(data.items.map(({ maximum }, index) => (row[index] ? maximum : 0))))
  const whole = total(data.items.map((item) => item.maximum))
  const maximum = rows.length === 0 ? whole : worths.reduce((most, own) => Math.max(most, own), 0)
  // Papers drawn from pools have the same total until one of their questions is removed; the others then count for
  // more, as in the marks.
  const totals = rows.map((row, student) => {
    const earned = total(row.map((response) => response?.mark ?? 0))
    const own = worths[student] as number
    return own === 0 || isFlat([own, maximum]) ? earned : (earned * maximum) / own
  })
  const counted = data.items.flatMap(({ maximum }, index) => (maximum > 0 ? [index] : []))
  const columns = columnsOf(rows, counted)
  const distribution = distributionOf(totals)
  const { marks, worth } = data.unit ?? { marks: 1, worth: 1 }
  const inUnit = (value: number) => (value * worth) / marks
  const shown = (from: Figure) => derive(from, (value) => figure(inUnit(value)))
  const alpha = columns ? alphaOf(columns) : missing('papers_differ')
  const standing = verdictStrengthOf(rows.length)
  const exam = { deleted: deletedAlphas(columns, counted), arePapersAlike: columns !== null }
  return {
    ...distribution,
    mean: shown(distribution.mean),
    meanInterval: distribution.meanInterval && {
      low: inUnit(distribution.meanInterval.low),
      high: inUnit(distribution.meanInterval.high),
    },
    median: shown(distribution.median),
    standardDeviation: shown(distribution.standardDeviation),
    leftOut: data.responses.length - rows.length,
    standing,
    maximum: inUnit(maximum),
    alpha,
    alphaInterval: alpha.value === null ? null : alphaInterval(alpha.value, counted.length, rows.length),
    errorRatio: errorRatioOf(alpha),
    standardError: shown(standardErrorOf(distribution.standardDeviation, alpha)),
    items: itemStatistics({ items: data.items, rows, totals }, exam).map((item) => ({
      ...item,
      standardDeviation: shown(item.standardDeviation),
      choices: item.choices.map((choice) => ({ ...choice, meanMark: shown(choice.meanMark) })),
    })),
  }
}

/** Listwise deletion: a question the paper did not ask is not a blank. */
const hasNoBlank = (row: ExamData['responses'][number]): boolean => row.every((response) => !response?.isBlank)

/** The marks of the counted items, one column each; null when a student was not asked one of them. */
function columnsOf(rows: ExamData['responses'], counted: readonly number[]): Columns | null {
  if (rows.some((row) => counted.some((index) => !row[index]))) return null
  return counted.map((index) => rows.map((row) => (row[index] as StatisticsResponse).mark))
}

/** Alpha without each counted item, by the position of the item. */
function deletedAlphas(columns: Columns | null, counted: readonly number[]): ReadonlyMap<number, Figure> {
  const alphas = columns ? alphasIfDeleted(columns) : counted.map(() => missing('papers_differ'))
  return new Map(alphas.map((alpha, position) => [counted[position] as number, alpha]))
}
