import { Prisma } from '#prisma/client/client.ts'

/**
 * What the figures of an exam rest on: its newest run, and which copies have a mark. A correction makes another run; a
 * copy that is reopened, corrected or marked later changes the others. To be joined to "Exam" as e; null without a run.
 */
export const newestMarking = Prisma.sql`
  lateral (
    select r.id as "runId", r.id || ' ' || (select count(*) || ' ' || coalesce(max(a."markedAt")::text, '') from "Attempt" a
      where a."examId" = e.id and a."markedAt" is not null) as marking
    from "MarkingRun" r where r."examId" = e.id order by r.number desc limit 1
  ) newest`
