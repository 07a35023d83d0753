import { type ChoiceStatistics, choiceStatistics } from './choices.ts'
import { type Discrimination, discriminationOf, effectiveWeights } from './discrimination.ts'
import type { ExamData, StatisticsItem, StatisticsResponse } from './exam-data.ts'
import { derive, type Figure, figure, type Interval, missing } from './figure.ts'
import { flagsOf, type ItemFlag } from './flags.ts'
import { wilsonInterval } from './intervals.ts'
import { average, meanOf, medianOf, standardDeviationOf } from './moments.ts'
import { inRankOrder, type Ranking, rankingOf } from './ranking.ts'

/** x is the mark on the item, T the total, R = T − x the rest. */
export type ItemStatistics = Discrimination & {
  readonly id: string
  /** Number of students who were asked. */
  readonly n: number
  readonly blanks: number
  /** mean(x) / maximum. */
  readonly facility: Figure
  readonly facilityInterval: Interval | null
  /** Standard deviation of x, in the unit of the marks. */
  readonly standardDeviation: Figure
  /** √cov(x, T) / Σ √cov(xⱼ, T): the share of the item in the spread of the marks (Moodle, over 100). */
  readonly effectiveWeight: Figure
  readonly alphaIfDeleted: Figure
  readonly guess: Figure
  /** Median time over the students whose time is known, blanks included. */
  readonly seconds: Figure
  /** Facility in each fifth of the students, the weakest first; empty below five students. */
  readonly quintiles: readonly number[]
  readonly choices: readonly ChoiceStatistics[]
  readonly flags: readonly ItemFlag[]
}

type Students = { readonly rows: ExamData['responses']; readonly totals: readonly number[] }
type Ranked = Students & { readonly ranking: Ranking }

type Exam = {
  /** Alpha without the item, by its position; a neutralised item has none. */
  readonly deleted: ReadonlyMap<number, Figure>
  /** Whether everybody was asked the same items; otherwise the shares of the items do not add up to 1. */
  readonly arePapersAlike: boolean
}

/** One entry per item, in their order. */
export function itemStatistics(
  { items, ...students }: Students & { readonly items: readonly StatisticsItem[] },
  { deleted, arePapersAlike }: Exam,
): ItemStatistics[] {
  const ranked = { ...students, ranking: rankingOf(students.totals) }
  const columns = items.map((_, index) => columnOf(index, ranked))
  const weights = arePapersAlike ? effectiveWeights(columns) : columns.map(() => missing('papers_differ'))
  return items.map((item, index) => ({
    ...lineOf(item, columns[index] as Column),
    effectiveWeight: weights[index] as Figure,
    alphaIfDeleted: deleted.get(index) ?? missing('no_points'),
  }))
}

/** Parallel arrays over the students who were asked the item. */
type Column = {
  readonly responses: readonly StatisticsResponse[]
  readonly marks: readonly number[]
  readonly totals: readonly number[]
  readonly rests: readonly number[]
  readonly ranking: Ranking
}

function columnOf(index: number, { rows, totals, ranking }: Ranked): Column {
  const responses: StatisticsResponse[] = []
  const askedTotals: number[] = []
  for (let student = 0; student < rows.length; student += 1) {
    const response = rows[student]?.[index]
    if (!response) continue
    responses.push(response)
    askedTotals.push(totals[student] as number)
  }
  const marks = responses.map(({ mark }) => mark)
  return {
    responses,
    marks,
    totals: askedTotals,
    // When every student was asked the item, the ranking of the whole exam applies.
    ranking: responses.length === rows.length ? ranking : rankingOf(askedTotals),
    rests: askedTotals.map((own, place) => own - (marks[place] as number)),
  }
}

function lineOf(item: StatisticsItem, column: Column): Omit<ItemStatistics, 'effectiveWeight' | 'alphaIfDeleted'> {
  const { responses, marks } = column
  const n = responses.length
  const facility = facilityOf(marks, item.maximum)
  const line = {
    n,
    blanks: responses.filter((response) => response.isBlank).length,
    facility,
    facilityInterval: facility.value === null ? null : wilsonInterval(facility.value, n),
    ...discriminationOf(column, item.maximum),
    guess: item.guess === undefined ? missing('not_given') : figure(item.guess),
    choices: choiceStatistics(item, column),
  }
  return {
    ...line,
    id: item.id,
    standardDeviation: standardDeviationOf(marks),
    seconds: secondsOf(responses),
    quintiles: quintilesOf(column, item.maximum),
    flags: flagsOf({ ...line, isSingle: item.isSingle, isTyped: item.isTyped }),
  }
}

function facilityOf(marks: readonly number[], maximum: number): Figure {
  if (maximum <= 0) return missing('no_points')
  return derive(meanOf(marks), (mean) => figure(mean / maximum))
}

function secondsOf(responses: readonly StatisticsResponse[]): Figure {
  const known = responses.map(({ seconds }) => seconds).filter((seconds) => seconds !== undefined)
  return known.length === 0 ? missing('not_given') : medianOf(known)
}

/** The sizes of the fifths differ by at most one student. */
function quintilesOf({ marks, ranking }: Column, maximum: number): number[] {
  const n = marks.length
  if (n < 5 || maximum <= 0) return []
  const ranked = inRankOrder(marks, ranking)
  const cut = (fifth: number) => Math.round((fifth * n) / 5)
  return [0, 1, 2, 3, 4].map((fifth) => average(ranked.slice(cut(fifth), cut(fifth + 1))) / maximum)
}
