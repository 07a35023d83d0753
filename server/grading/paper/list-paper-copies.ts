import { byName } from '#core/students/name-order.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { alignCopies, copiesOfOtherSlots } from '#server/exams/align-copies.ts'
import { createCopies } from '#server/exams/create-copies.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { paperOf, paperStateOf, requirePublished, whoOf, withPaper } from './paper-copy.ts'

/** Every copy that may be on paper, in the order of the class list. */
export async function listPaperCopies(deps: Deps, place: ExamPlace) {
  const exam = await requirePublished(deps, place)
  const copies = await deps.db.attempt.findMany({
    where: { examId: exam.id, OR: [{ student: { archivedAt: null } }, { startedAt: { not: null } }] },
    include: withPaper,
  })
  const elsewhere = await copiesOfOtherSlots(deps, exam, copies)
  const withoutCopy = await deps.db.student.count({
    where: {
      courseId: place.courseId,
      archivedAt: null,
      attempts: { none: { examId: exam.id } },
      ...inAudienceOf(exam),
    },
  })
  return {
    examTitle: exam.title,
    withoutCopy: withoutCopy + elsewhere.size,
    copies: copies
      .filter(({ id }) => !elsewhere.has(id))
      .map((copy) => {
        const state = paperStateOf(copy)
        const questionCount = paperOf(copy).length
        const draft = Object.keys((copy.paperEntry?.letters as object | undefined) ?? {}).length
        return {
          ...{ ...whoOf(copy), state, questionCount },
          typedCount: state === 'typed' ? questionCount : draft,
          byName: copy.paperEntry?.byName ?? '',
        }
      })
      .sort(byName),
  }
}

export async function drawPaperCopies(deps: Deps, place: ExamPlace) {
  const { id: examId } = await requirePublished(deps, place)
  const draw = async (tx: Prisma.TransactionClient) =>
    (await createCopies(deps, { tx, examId })) + (await alignCopies({ tx, examId }))
  return { drawn: await deps.db.$transaction(draw, { timeout: 60_000 }) }
}
