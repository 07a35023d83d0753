import type { Deps } from '#server/platform/deps.ts'

/** A text may wait that long in a browser before it is saved. */
const keptDays = 30

/**
 * Takes away the images no text names: given for a question that was never saved, come with an import nobody confirmed.
 * Called by the timer. A version, an exam, a file the bank disagrees with and an import that waits all keep theirs.
 */
export async function sweepImages({ db, now }: Deps): Promise<void> {
  const old = new Date(now().getTime() - keptDays * 24 * 3_600_000)
  // One that is given again at this very moment is locked, and stays.
  await db.$executeRaw`
    with texts as (
      select q."courseId", concat(v.content, v.rendered) as text
        from "QuestionVersion" v join "Question" q on q.id = v."questionId"
      union all select "courseId", proposal::text from "Question"
      union all select "courseId", staged::text from "QuestionBatch"
      union all select "courseId", instructions from "Exam"
      union all select e."courseId", concat(q.asked, q.content, q.explained)
        from "ExamQuestion" q join "Exam" e on e.id = q."examId"
    ), named as (
      select "courseId", found[1] as hash
      from texts, regexp_matches(text, 'images/([0-9a-f]{64})', 'g') found
      where text like '%images/%' and "courseId" in (select "courseId" from "Image" where "createdAt" < ${old})
    )
    delete from "Image" where ("courseId", hash) in (
      select i."courseId", i.hash from "Image" i
      where i."createdAt" < ${old}
        and not exists (select 1 from named n where n."courseId" = i."courseId" and n.hash = i.hash)
      for update skip locked)`
}
