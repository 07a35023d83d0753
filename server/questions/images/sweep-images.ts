import type { Deps } from '#server/platform/deps.ts'

/** A text may stay unsaved in a browser for this long. */
const keptDays = 30

/**
 * Deletes the images that no text uses, such as those of a question never saved or an import never confirmed. Called by
 * the timer. Images of a version, an exam, a file in conflict, a waiting import or the material of the course are kept.
 */
export async function sweepImages({ db, now }: Deps): Promise<void> {
  const old = new Date(now().getTime() - keptDays * 24 * 3_600_000)
  // An image that is being uploaded again at this moment is locked and stays.
  await db.$executeRaw`
    with texts as (
      select q."courseId", concat(v.content, v.rendered) as text
        from "QuestionVersion" v join "Question" q on q.id = v."questionId"
      union all select "courseId", proposal::text from "Question"
      union all select "courseId", staged::text from "QuestionBatch"
      union all select "courseId", parts::text from "CourseMaterial"
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
