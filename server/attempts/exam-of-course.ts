import { Refusal } from '#core/refusal.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'

export type CopyPlace = ExamPlace & { attemptId: string }

/** Finds the exam, or refuses with 404 when it is of another course. */
export async function requireExam({ db }: Deps, { courseId, examId }: ExamPlace) {
  const exam = await db.exam.findFirst({
    where: { id: examId, courseId },
    include: { course: { select: { title: true } } },
  })
  if (!exam) throw new Refusal('not_found')
  return exam
}
