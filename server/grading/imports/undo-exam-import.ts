import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockClass } from '#server/students/class-lock.ts'

type Undone = { courseId: string; examId: string; actor: Actor }

/** Deletes an imported exam, and the students it added if nothing else was recorded for them. */
export async function undoExamImport({ db }: Deps, { courseId, examId, actor }: Undone) {
  await db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      await tx.$queryRaw`select 1 from "Exam" where id = ${examId}::uuid for update`
      const exam = await tx.exam.findFirst({ where: { id: examId, courseId } })
      if (!exam || exam.imported === null) throw new Refusal('not_found')
      await refuseInUse(tx, { courseId, examId, status: exam.status })
      await tx.exam.delete({ where: { id: examId } })
      const { added } = exam.imported
      const { count } = await tx.student.deleteMany({
        where: {
          id: { in: added },
          courseId,
          codeHash: null,
          updatedAt: exam.createdAt,
          attempts: { none: {} },
          memberships: { none: {} },
          entries: { none: {} },
        },
      })
      const before = { title: exam.title, students: count }
      await audit(tx, { courseId, actor, action: 'exam.undo_import', subject: `exam:${examId}`, before })
    },
    { timeout: 60_000 },
  )
  return { done: true as const }
}

type RefuseInUseInput = { courseId: string; examId: string; status: string }

/** Refuses when students have read the marks, or when corrections or a final assessment depend on the exam. */
async function refuseInUse(tx: Prisma.TransactionClient, { courseId, examId, status }: RefuseInUseInput) {
  const corrections = await tx.markingRun.count({ where: { examId, number: { gt: 1 } } })
  const [assessed] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from "Assessment"
    where "courseId" = ${courseId}::uuid and position(${examId} in rules::text) > 0`
  if (status === 'released' || corrections > 0 || (assessed?.count ?? 0) > 0) throw new Refusal('import_in_use')
}
