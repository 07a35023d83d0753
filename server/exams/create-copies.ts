import { byName } from '#core/students/name-order.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { copySeed, drawCopy, nextCopy, stratumOf } from './draw-copy.ts'

type CreateCopiesInput = { tx: Prisma.TransactionClient; examId: string; studentId?: string; most?: number }

/**
 * Draws the copy of every student of the course who has none, once and for all: nothing is shuffled on read. Also for
 * one student alone, added to the class after the publication, or for so many at most. Asked twice, it draws nothing;
 * nor does it from a draft, which has no questions yet or, withdrawn, no more. Returns how many students had none.
 * Copies are numbered in the order of the class: the seed of the exam draws the same copies again, and neighbours in
 * the list get different pools.
 */
export async function createCopies(deps: Pick<Deps, 'now'>, { tx, examId, studentId, most }: CreateCopiesInput) {
  // Two late-comers at once do not get the same number, and a withdrawal comes before all of this or after.
  const drawable = await tx.$queryRaw<unknown[]>`
    select 1 from "Exam" where id = ${examId}::uuid and status <> 'draft' for no key update`
  if (drawable.length === 0) return 0
  const exam = await tx.exam.findUniqueOrThrow({ where: { id: examId } })
  const waiting = await tx.student.findMany({
    where: {
      courseId: exam.courseId,
      archivedAt: null,
      attempts: { none: { examId } },
      ...(studentId ? { id: studentId } : {}),
    },
    select: { id: true, familyName: true, givenName: true, number: true },
    orderBy: { id: 'asc' },
  })
  const students = waiting.toSorted(byName).slice(0, most)
  if (students.length === 0) return 0
  const questions = await frozenQuestions(tx, examId)
  const idOf = new Map(questions.map(({ id, content }) => [content.id, id]))
  const drawn = await tx.attempt.findMany({ where: { examId }, select: { seed: true } })
  const first = nextCopy(drawn.map(({ seed }) => seed))
  await tx.attempt.createMany({
    data: students.map((student, rank) => ({
      examId,
      studentId: student.id,
      seed: copySeed(exam.seed, first + rank),
      paper: drawCopy(questions, exam, first + rank).map(({ questionId, choiceIds }) => ({
        questionId: idOf.get(questionId) as string,
        choiceIds: [...choiceIds],
      })),
      createdAt: deps.now(),
    })),
    // Two tabs of the same student: one copy.
    skipDuplicates: true,
  })
  return students.length
}

/** Known by the ids of the frozen questions: the bank may change, the copy does not. */
async function frozenQuestions(tx: Prisma.TransactionClient, examId: string) {
  const rows = await tx.examQuestion.findMany({
    where: { examId },
    orderBy: { position: 'asc' },
    select: { id: true, content: true, stratum: true, take: true },
  })
  return rows.map(({ id, content, ...row }) => ({
    id,
    content: content,
    stratum: stratumOf(row),
  }))
}
