import { releaseFrom } from '#core/exams/release.ts'
import { findSealedIfAny } from '#server/assessment/final-sheet.ts'
import { findAssessmentIfAny } from '#server/assessment/live-sheet.ts'
import { sealedLinesOf } from '#server/assessment/seal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handedInList } from '#server/platform/status-lists.ts'

/** The marks that may leave now, by student, in hundredths; a student without one is absent. */
export type MarksOut = { title: string; outOf: number; areOut: boolean; marks: ReadonlyMap<string, number> }

type Of = { courseId: string; examId: string | null }

/**
 * Of an exam: those of the last marking, once they are released, without the groups that wait. Of a course: those of the
 * finalised sheet, once it is released. Where there is no mark (absent, voided, withheld, a grade that a status blocks),
 * none leaves: a zero would be a decision that nobody took. Null: there is no such exam.
 */
export const readMarksOut = (deps: Deps, { courseId, examId }: Of): Promise<MarksOut | null> =>
  examId === null ? finalMarks(deps, courseId) : examMarks(deps, { courseId, examId })

const finalOutOf = 2000

async function finalMarks(deps: Deps, courseId: string): Promise<MarksOut> {
  const assessment = await findAssessmentIfAny(deps, courseId)
  const sealed = assessment?.releasedAt ? await findSealedIfAny(deps, courseId) : null
  const lines = sealed ? sealedLinesOf(sealed) : []
  const marks = lines.flatMap(({ studentId, result }) =>
    result.status === 'graded' ? [[studentId, result.grade] as const] : [],
  )
  return { title: assessment?.title ?? '', outOf: finalOutOf, areOut: sealed !== null, marks: new Map(marks) }
}

async function examMarks({ db, pool }: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const exam = await db.exam.findFirst({
    where: { id: examId, courseId },
    select: { title: true, status: true, markRule: true, release: true },
  })
  if (!exam) return null
  const release = releaseFrom(exam.release)
  const areOut = exam.status === 'released' && release.what !== 'never'
  const { rows } = await pool.query<{ studentId: string; mark: number }>({
    name: 'marks-out',
    text: marksQuery,
    values: [examId, areOut, release.heldGroups],
  })
  return {
    ...{ title: exam.title, outOf: exam.markRule.outOf, areOut },
    marks: new Map(rows.map(({ studentId, mark }) => [studentId, mark])),
  }
}

// As in the results, without the detail of the marks: a copy voided by a correction is listed in the rules of its run.
const marksQuery = `
  with newest as materialized (
    select id, coalesce(rules->'voided', '{}') as voided from "MarkingRun" where "examId" = $1 order by number desc limit 1
  )
  select s.id as "studentId", m.mark
  from newest r
  join "Mark" m on m."runId" = r.id
  join "Attempt" a on a.id = m."attemptId" and a.status in ${handedInList.sql} and a."markedAt" is not null
  join "Student" s on s.id = a."studentId"
  where $2::boolean and not (s."group" = any($3::text[])) and not (r.voided ? a.id::text)
    and s."anonymisedAt" is null and s."mergedIntoId" is null`
