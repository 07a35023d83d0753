import type { Blueprint } from '#core/exams/draw.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'

export type ExamPlace = { courseId: string; examId: string }

/** Locks an exam, so that changes run one at a time; 404 when it is of another course. */
export async function lockExam(tx: Prisma.TransactionClient, { courseId, examId }: ExamPlace): Promise<Exam> {
  await tx.$queryRaw`select 1 from "Exam" where id = ${examId}::uuid for update`
  const row = await tx.exam.findFirst({ where: { id: examId, courseId } })
  if (!row) throw new Refusal('not_found')
  return row
}

/** Refuses a change based on an older revision, so that two trainers cannot overwrite each other. */
export function requireExamRevision(exam: Exam, revision: number) {
  if (exam.revision !== revision) throw new Refusal('changed_meanwhile', { revision: exam.revision })
}

/** How many questions the blueprint asks for in each copy. */
export function wantedOf({ questionIds, lines }: Blueprint): number {
  return questionIds.length + lines.reduce((sum, { count }) => sum + count, 0)
}
