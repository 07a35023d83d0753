import { requireRetakeOf } from '#core/exams/retake.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type ExamPlace, lockExam } from './exam.ts'

type SetRetakeInput = ExamPlace & { of: string | null; actor: Actor }

/** In any state of the exam: it changes how the final sheet reads it, and nothing of what students sit. */
export async function setRetake({ db }: Deps, { of, actor, ...place }: SetRetakeInput) {
  await db.$transaction(async (tx) => {
    // Two links made at once could otherwise form a chain.
    await tx.$queryRaw`select 1 from "Course" where id = ${place.courseId}::uuid for no key update`
    const exam = await lockExam(tx, place)
    if (exam.retakeOfId === of) return
    if (of !== null) await requireRetakeIn(tx, { ...place, of })
    await tx.exam.update({ where: { id: exam.id }, data: { retakeOfId: of } })
    await audit(tx, {
      ...{ courseId: exam.courseId, actor, action: 'exam.retake', subject: `exam:${exam.id}` },
      before: { retakeOf: exam.retakeOfId },
      after: { retakeOf: of },
    })
  })
  return place
}

type Link = { courseId: string; examId: string | null; of: string }

/** Refuses an exam that cannot have this retake; 404 when it is of another course. */
export async function requireRetakeIn(tx: Prisma.TransactionClient, { courseId, examId, of }: Link) {
  const found = await tx.exam.findFirst({ where: { id: of, courseId }, select: { id: true, retakeOfId: true } })
  if (!found) throw new Refusal('not_found')
  const retakeCount = examId === null ? 0 : await tx.exam.count({ where: { retakeOfId: examId } })
  requireRetakeOf({ examId: examId ?? '', retakeCount, of: found })
}
