import type { StatisticsItem, StatisticsResponse } from './exam-data.ts'
import { type Figure, figure, missing } from './figure.ts'
import { correlationOf, meanOf, total } from './moments.ts'
import { extremeGroups, inRankOrder, type Ranking } from './ranking.ts'

export type ChoiceStatistics = {
  readonly id: string
  readonly correct: boolean
  /** Of a question in parts: the part it answers. */
  readonly part?: string | undefined
  readonly count: number
  /** Share of the students who were asked, blanks included. */
  readonly share: Figure
  /** The mean total of those who chose it, in the unit of the marks. */
  readonly meanMark: Figure
  /** Correlation between choosing it and the mark on the rest of the exam: above 0, better students choose it. */
  readonly pointBiserial: Figure
  /** Share of the strongest and of the weakest 27 % who chose it. */
  readonly upperShare: Figure
  readonly lowerShare: Figure
}

/**
 * Arrays in the same order of students: their answers, their totals, their totals without this item, and their ranking.
 */
export function choiceStatistics(
  item: StatisticsItem,
  students: {
    readonly responses: readonly StatisticsResponse[]
    readonly totals: readonly number[]
    readonly rests: readonly number[]
    readonly ranking: Ranking
  },
): ChoiceStatistics[] {
  const { responses, totals, rests, ranking } = students
  return item.choices.map(({ id, correct, part }) => {
    const chosen = responses.map((response) => (response.ticked?.includes(id) ? 1 : 0))
    const count = total(chosen)
    const sumOfTotals = total(totals.map((own, index) => own * (chosen[index] as number)))
    const groups = responses.length > 0 ? extremeGroups(inRankOrder(chosen, ranking)) : null
    return {
      id,
      correct,
      ...(part === undefined ? {} : { part }),
      count,
      share: meanOf(chosen),
      meanMark: count === 0 ? missing('nobody_chose') : figure(sumOfTotals / count),
      pointBiserial: count === 0 ? missing('nobody_chose') : correlationOf(chosen, rests),
      upperShare: groups ? figure(groups.upper) : missing('no_student'),
      lowerShare: groups ? figure(groups.lower) : missing('no_student'),
    }
  })
}
