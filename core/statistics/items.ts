import { type ChoiceStatistics, choiceStatistics } from './choices.ts'
import type { ExamData, StatisticsItem, StatisticsResponse } from './exam-data.ts'
import { derive, type Figure, figure, type Interval, missing } from './figure.ts'
import { flagsOf, type ItemFlag } from './flags.ts'
import { correlationInterval, wilsonInterval } from './intervals.ts'
import {
  average,
  correlationOf,
  covariance,
  fewerThanTwo,
  isFlat,
  meanOf,
  medianOf,
  standardDeviationOf,
  total,
} from './moments.ts'
import { extremeGroups, inRankOrder, type Ranking, rankingOf } from './ranking.ts'

/** x is the mark on the item, T the total, R = T − x the rest. */
export type ItemStatistics = {
  readonly id: string
  /** Number of students who were asked. */
  readonly n: number
  readonly blanks: number
  /** mean(x) / maximum. */
  readonly facility: Figure
  readonly facilityInterval: Interval | null
  /** Standard deviation of x, in the unit of the marks. */
  readonly standardDeviation: Figure
  /** Correlation of x and T. */
  readonly itemTotal: Figure
  /** Correlation of x and R: Moodle's discrimination index, over 100. */
  readonly itemRest: Figure
  readonly itemRestInterval: Interval | null
  /** cov(x, R) divided by its value if x and R were in the same order (Moodle, over 100). */
  readonly discriminativeEfficiency: Figure
  /** √cov(x, T) / Σ √cov(xⱼ, T): the share of the item in the spread of the marks (Moodle, over 100). */
  readonly effectiveWeight: Figure
  /** Facility among the strongest 27 % minus facility among the weakest 27 %. */
  readonly upperLower: Figure
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
  const pulls = columns.map((column) => (arePapersAlike ? pullOf(column) : missing('papers_differ')))
  const sum = total(pulls.map(({ value }) => value ?? 0))
  return items.map((item, index) => ({
    ...lineOf(item, columns[index] as Column),
    effectiveWeight: derive(pulls[index] as Figure, (pull) =>
      sum === 0 ? missing('no_variance') : figure(pull / sum),
    ),
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

/** √cov(x, T). */
function pullOf({ marks, totals }: Column): Figure {
  const tooFew = fewerThanTwo(marks)
  if (tooFew) return tooFew
  const shared = covariance(marks, totals)
  return shared < 0 ? missing('negative_covariance') : figure(Math.sqrt(shared))
}

function lineOf(item: StatisticsItem, column: Column): Omit<ItemStatistics, 'effectiveWeight' | 'alphaIfDeleted'> {
  const { responses, marks, totals, rests } = column
  const n = responses.length
  const facility = facilityOf(marks, item.maximum)
  const itemRest = correlationOf(marks, rests)
  const line = {
    n,
    blanks: responses.filter((response) => response.isBlank).length,
    facility,
    facilityInterval: facility.value === null ? null : wilsonInterval(facility.value, n),
    itemRest,
    guess: item.guess === undefined ? missing('not_given') : figure(item.guess),
    choices: choiceStatistics(item, column),
  }
  return {
    ...line,
    id: item.id,
    standardDeviation: standardDeviationOf(marks),
    itemTotal: correlationOf(marks, totals),
    itemRestInterval: itemRest.value === null ? null : correlationInterval(itemRest.value, n),
    discriminativeEfficiency: efficiencyOf(marks, rests),
    upperLower: upperLowerOf(column, item.maximum),
    seconds: secondsOf(responses),
    quintiles: quintilesOf(column, item.maximum),
    flags: flagsOf({ ...line, isSingle: item.isSingle }),
  }
}

function facilityOf(marks: readonly number[], maximum: number): Figure {
  if (maximum <= 0) return missing('no_points')
  return derive(meanOf(marks), (mean) => figure(mean / maximum))
}

function efficiencyOf(marks: readonly number[], rests: readonly number[]): Figure {
  const tooFew = fewerThanTwo(marks)
  if (tooFew) return tooFew
  const best = covariance(ascending(marks), ascending(rests))
  return best === 0 ? missing('no_variance') : figure(covariance(marks, rests) / best)
}

function upperLowerOf({ marks, totals, ranking }: Column, maximum: number): Figure {
  const tooFew = fewerThanTwo(marks)
  if (tooFew) return tooFew
  if (maximum <= 0) return missing('no_points')
  if (isFlat(totals)) return missing('no_variance')
  const { upper, lower } = extremeGroups(inRankOrder(marks, ranking))
  return figure((upper - lower) / maximum)
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

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
