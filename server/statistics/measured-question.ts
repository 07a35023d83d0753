import type { Reply } from '#contract/endpoint.ts'
import type { getQuestionHistory } from '#contract/statistics/statistics.ts'
import { missing } from '#core/statistics/figure.ts'
import { verdictStrengthOf } from '#core/statistics/statistics.ts'
import { Prisma } from '#prisma/client/client.ts'
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

/**
 * What the figures of an exam rest on: its newest run, and which copies have a mark. A correction makes another run; a
 * copy that is reopened, corrected or marked later changes the others. To be joined to "Exam" as e; null without a run.
 */
export const newestMarking = Prisma.sql`
  lateral (
    select r.id || ' ' || (select count(*) || ' ' || coalesce(max(a."markedAt")::text, '') from "Attempt" a
      where a."examId" = e.id and a."markedAt" is not null) as marking
    from "MarkingRun" r where r."examId" = e.id order by r.number desc limit 1
  ) newest`
