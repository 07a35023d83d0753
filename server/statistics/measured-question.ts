import type { Reply } from '#contract/endpoint.ts'
import type { getQuestionHistory } from '#contract/statistics/statistics.ts'
import { missing } from '#core/statistics/figure.ts'
import { verdictStrengthOf } from '#core/statistics/statistics.ts'
import type { readStatistics } from './read-statistics.ts'

type Line = Reply<typeof getQuestionHistory>['exams'][number]

/** What the history of a question shows of one exam. */
export type MeasuredQuestion = Pick<
  Line,
  'n' | 'standing' | 'facility' | 'facilityInterval' | 'itemRest' | 'itemRestInterval'
>

type Item = Awaited<ReturnType<typeof readStatistics>>['items'][number]

export const measuredOf = ({ n, facility, facilityInterval, itemRest, itemRestInterval }: Item): MeasuredQuestion => ({
  ...{ n, standing: verdictStrengthOf(n) },
  ...{ facility, facilityInterval, itemRest, itemRestInterval },
})

/** Closed before any copy was submitted. */
export const unmeasured: MeasuredQuestion = {
  n: 0,
  standing: 'none',
  facility: missing('no_student'),
  facilityInterval: null,
  itemRest: missing('no_student'),
  itemRestInterval: null,
}
