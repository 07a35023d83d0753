import { isDeepStrictEqual } from 'node:util'
import { isAskedIn } from '#core/exams/pools.ts'
import type { Attempt, Exam, Prisma } from '#prisma/client/client.ts'
import { drawableQuestions, paperOfCopy, placedBy, slotsOf } from './create-copies.ts'
import { copyNumberOf } from './draw-copy.ts'

type Align = { tx: Prisma.TransactionClient; examId: string; studentId?: string }

/**
 * Draws again the copies that ask the questions of another slot than that of their student, who was moved since, or
 * whose group or slots were changed; only those that are neither started nor typed. Such a copy gets another id: a sheet
 * printed before is then of no copy, instead of being read as this one.
 */
export async function alignCopies({ tx, examId, studentId }: Align): Promise<number> {
  // Neither a withdrawal nor a change of slots may run in between; a start waits for the copies that are read here.
  await tx.$queryRaw`select 1 from "Exam" where id = ${examId}::uuid for no key update`
  const exam = await tx.exam.findUniqueOrThrow({ where: { id: examId } })
  if (!exam.ownQuestions || exam.status === 'draft') return 0
  await tx.$queryRaw`select 1 from "Attempt" where "examId" = ${examId}::uuid and status = 'ready' order by id for update`
  const copies = await tx.attempt.findMany({
    where: { examId, status: 'ready', ...(studentId ? { studentId } : {}) },
    select: { id: true, seed: true, paper: true, studentId: true, status: true, paperEntry: true },
  })
  const elsewhere = await copiesOfOtherSlots({ db: tx }, exam, copies)
  const questions = await drawableQuestions(tx, examId)
  let drawn = 0
  for (const { id, seed, paper } of copies) {
    const slot = elsewhere.get(id)
    if (slot === undefined) continue
    const next = paperOfCopy(questions, exam, { copy: copyNumberOf(seed), slot })
    // Where a slot has too few questions of its own, its copies ask those of others as well.
    if (isDeepStrictEqual(next, paper)) continue
    const [row] = await tx.$queryRaw<{ id: string }[]>`select gen_random_uuid() as id`
    await tx.attempt.update({ where: { id }, data: { id: (row as { id: string }).id, paper: next } })
    drawn += 1
  }
  return drawn
}

type Copy = Pick<Attempt, 'id' | 'studentId' | 'paper' | 'status'> & { paperEntry: object | null }

/** By copy that `alignCopies` would draw again, the slot whose questions it lacks. */
export async function copiesOfOtherSlots(
  { db }: { db: Prisma.TransactionClient },
  exam: Exam,
  copies: readonly Copy[],
): Promise<ReadonlyMap<string, number>> {
  const waiting = copies.filter(({ status, paperEntry }) => status === 'ready' && paperEntry === null)
  if (!exam.ownQuestions || waiting.length === 0) return new Map()
  const questions = await db.examQuestion.findMany({ where: { examId: exam.id }, select: { id: true, slots: true } })
  const students = await db.student.findMany({
    where: { id: { in: waiting.map(({ studentId }) => studentId) } },
    select: { id: true, ...placedBy(exam.id) },
  })
  const placed = await slotsOf(db, { exam, students })
  return new Map(
    waiting.flatMap(({ id, studentId, paper }) => {
      const slot = placed.get(studentId) ?? 0
      const others = new Set(questions.filter((question) => !isAskedIn(question, slot)).map((question) => question.id))
      return paper.some(({ questionId }) => others.has(questionId)) ? [[id, slot] as const] : []
    }),
  )
}
