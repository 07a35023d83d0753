import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'

export type ExamPlace = { courseId: string; examId: string }

/** What belongs to another course does not exist. */
export async function requireExam({ db }: Deps, { courseId, examId }: ExamPlace) {
  const exam = await db.exam.findFirst({
    where: { id: examId, courseId },
    include: { course: { select: { title: true } } },
  })
  if (!exam) throw new Refusal('not_found')
  return exam
}
