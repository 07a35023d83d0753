import { byName } from '#core/students/name-order.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { copySeed, drawCopy, nextCopy, stratumOf } from './draw-copy.ts'

type CreateCopiesInput = { tx: Prisma.TransactionClient; examId: string; studentId?: string; most?: number }

/**
 * Draws and stores a copy for every student of the audience who has none: nothing is shuffled on read. Optionally for one
 * student, added after the publication, or for a limited number. Repeating it draws nothing, and neither does a draft,
 * which has no frozen questions. Returns how many students had none. Copies are numbered in the order of the class: the
 * seed of the exam draws the same copies again, and neighbours in the list get different pools.
 */
export async function createCopies(deps: Pick<Deps, 'now'>, { tx, examId, studentId, most }: CreateCopiesInput) {
  // Two late students must not get the same number, and a withdrawal must not run in between.
  const drawable = await tx.$queryRaw<unknown[]>`
    select 1 from "Exam" where id = ${examId}::uuid and status <> 'draft' for no key update`
  if (drawable.length === 0) return 0
  const exam = await tx.exam.findUniqueOrThrow({ where: { id: examId } })
  const waiting = await tx.student.findMany({
    where: {
      courseId: exam.courseId,
      archivedAt: null,
      attempts: { none: { examId } },
      ...inAudienceOf(exam),
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
    // Two tabs of one student get one copy.
    skipDuplicates: true,
  })
  return students.length
}

/** By the ids of the frozen questions, since the bank may change. */
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
