import { slotOf } from '#core/exams/slots.ts'
import { byName } from '#core/students/name-order.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { copySeed, drawCopy, nextCopy, stratumOf } from './draw-copy.ts'
import { dividedSlots } from './slots.ts'

type CreateCopiesInput = { tx: Prisma.TransactionClient; examId: string; studentId?: string; most?: number }

/**
 * Draws and stores a copy for every student of the audience who has none: nothing is shuffled on read. Optionally for one
 * student, added after the publication, or for a limited number. Repeating it draws nothing, and neither does a draft,
 * which has no frozen questions. Returns how many students had none. Copies are numbered in the order of the class, slot
 * after slot when each asks questions of its own: the seed of the exam draws the same copies again, and neighbours in the
 * list get different pools.
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
    select: { id: true, familyName: true, givenName: true, number: true, ...placedBy(examId) },
    orderBy: { id: 'asc' },
  })
  const placed = await slotsOf(tx, { exam, students: waiting })
  const inSlot = ({ id }: { id: string }) => placed.get(id) ?? 0
  const students = waiting.toSorted((a, b) => inSlot(a) - inSlot(b) || byName(a, b)).slice(0, most)
  if (students.length === 0) return 0
  const questions = await drawableQuestions(tx, examId)
  const drawn = await tx.attempt.findMany({ where: { examId }, select: { seed: true } })
  const first = nextCopy(drawn.map(({ seed }) => seed))
  await tx.attempt.createMany({
    data: students.map((student, rank) => ({
      examId,
      studentId: student.id,
      seed: copySeed(exam.seed, first + rank),
      paper: paperOfCopy(questions, exam, { copy: first + rank, slot: inSlot(student) }),
      createdAt: deps.now(),
    })),
    // Two tabs of one student get one copy.
    skipDuplicates: true,
  })
  return students.length
}

/** What says the slot of a student, in a prisma selection. */
export const placedBy = (examId: string) => ({
  group: true,
  candidacies: { where: { examId }, select: { slot: true } },
})
type PlacedStudent = { id: string; group: string; candidacies: { slot: number | null }[] }

/** By student, their slot in an exam whose slots ask different questions. */
export async function slotsOf(
  tx: Prisma.TransactionClient,
  { exam, students }: { exam: Exam; students: readonly PlacedStudent[] },
): Promise<ReadonlyMap<string, number>> {
  const slots = await dividedSlots(tx, exam)
  if (slots.length === 0) return new Map()
  return new Map(
    students.map(({ id, group, candidacies }) => [id, slotOf(slots, { group, chosen: candidacies[0]?.slot ?? null })]),
  )
}

type Frozen = Awaited<ReturnType<typeof drawableQuestions>>

/** By the ids of the frozen questions. */
export function paperOfCopy(questions: Frozen, exam: Exam, which: { copy: number; slot: number }) {
  const idOf = new Map(questions.map(({ id, content }) => [content.id, id]))
  return drawCopy(questions, exam, which).map(({ questionId, choiceIds }) => ({
    questionId: idOf.get(questionId) as string,
    choiceIds: [...choiceIds],
  }))
}

/** What copies are drawn from: the frozen questions, since the bank may change. */
export async function drawableQuestions(tx: Prisma.TransactionClient, examId: string) {
  const rows = await tx.examQuestion.findMany({
    where: { examId },
    orderBy: { position: 'asc' },
    select: { id: true, content: true, stratum: true, take: true, slots: true },
  })
  return rows.map(({ id, content, ...row }) => ({
    id,
    content,
    stratum: stratumOf(row),
    slots: row.slots,
  }))
}
