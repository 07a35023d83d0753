import type { z } from 'zod'
import type { questionFilters } from '#contract/questions/questions.ts'
import { limits } from '#core/statistics/flags.ts'
import { Prisma } from '#prisma/client/client.ts'
import { overList } from '#server/platform/status-lists.ts'

type Filters = Pick<z.output<typeof questionFilters>, 'taken' | 'facility' | 'discrimination' | 'flag'>

/** Statistics of a question over all finished exams, each copy counting once; joined to `current`. */
export const joinPast = (courseId: string) => Prisma.sql`
  left join (
    select r."questionId", count(*)::int as exams, sum(r.n)::int as asked,
      sum(r.facility * r.n) / nullif(sum(r.n) filter (where r.facility is not null), 0) as facility,
      sum(r."itemRest" * r.n) / nullif(sum(r.n) filter (where r."itemRest" is not null), 0) as discrimination,
      (jsonb_agg(to_jsonb(r.flags) order by coalesce(e."openedAt", e."closedAt", e."createdAt") desc))->0 as flags
    from "QuestionRecord" r join "Exam" e on e.id = r."examId"
    where e."courseId" = ${courseId}::uuid and e.status in ${overList} group by 1
  ) as past on past."questionId" = current.id`

/** null when no finished exam asked it. */
export const pastColumn = Prisma.sql`
  case when past.exams is not null then jsonb_build_object('exams', past.exams, 'n', past.asked,
    'facility', past.facility, 'discrimination', past.discrimination, 'flags', past.flags) end as past`

/** A question without a figure is in no band. */
export function matchingPast({ taken, facility, discrimination, flag }: Filters): Prisma.Sql[] {
  return [
    ...(taken ? [Prisma.sql`coalesce(past.exams, 0) ${often[taken]}`] : []),
    ...(facility ? [Prisma.sql`past.facility ${bands.facility[facility]}`] : []),
    ...(discrimination ? [Prisma.sql`past.discrimination ${bands.discrimination[discrimination]}`] : []),
    ...(flag ? [flagged(flag)] : []),
  ]
}

const often = { never: Prisma.sql`= 0`, once: Prisma.sql`= 1`, several: Prisma.sql`> 1` }

const bands = {
  facility: {
    low: Prisma.sql`< 0.4`,
    middle: Prisma.sql`between 0.4 and 0.8`,
    high: Prisma.sql`> 0.8`,
  },
  discrimination: {
    negative: Prisma.sql`< 0`,
    weak: Prisma.sql`>= 0 and past.discrimination < ${limits.discrimination}`,
    good: Prisma.sql`>= ${limits.discrimination}`,
  },
}

function flagged(flag: NonNullable<Filters['flag']>): Prisma.Sql {
  if (flag === 'any') return Prisma.sql`jsonb_array_length(past.flags) > 0`
  if (flag === 'none') return Prisma.sql`jsonb_array_length(past.flags) = 0`
  return Prisma.sql`jsonb_exists(past.flags, ${flag})`
}
