import type { Slot } from '#core/exams/slots.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'

/** One of the slots of an exam; the first, number 0, is kept in the exam itself. */
export type ExamSlotRow = Slot & {
  name: string
  room: string
  invigilators: string
  joinCode: string
  /** Since when it alone is paused. */
  pausedAt: Date | null
  pauseReason: string
}
type Kept = Pick<
  Exam,
  'id' | 'slotName' | 'opensAt' | 'closesAt' | 'room' | 'invigilators' | 'joinCode' | 'slotPausedAt' | 'slotPauseReason'
>

/** Every slot of the exam, the first one first: there is always at least one. */
export async function readSlots(db: Prisma.TransactionClient, exam: Kept): Promise<ExamSlotRow[]> {
  const others = await db.examSlot.findMany({ where: { examId: exam.id }, orderBy: { number: 'asc' } })
  const { slotName: name, opensAt, closesAt, room, invigilators, joinCode } = exam
  const pause = { pausedAt: exam.slotPausedAt, pauseReason: exam.slotPauseReason }
  const first = { number: 0, name, opensAt, closesAt, room, invigilators, joinCode, groups: [], ...pause }
  return [first, ...others.map(({ examId: _exam, ...slot }) => slot)]
}

/** The slots that ask different questions; none when all ask the same. */
export async function dividedSlots(db: Prisma.TransactionClient, exam: Kept & Pick<Exam, 'ownQuestions'>) {
  const slots = exam.ownQuestions ? await readSlots(db, exam) : []
  return slots.length > 1 ? slots : []
}

/** Of the slots that may ask a question, those the exam still has. */
export const presentSlots = (slots: readonly number[], exam: readonly { number: number }[]) =>
  slots.filter((slot) => exam.some(({ number }) => number === slot))

/** A slot in a reply. */
export const viewSlot = ({ opensAt, closesAt, groups, pausedAt: _since, pauseReason: _why, ...slot }: ExamSlotRow) => ({
  ...slot,
  groups: [...groups],
  opensAt: opensAt?.toISOString() ?? null,
  closesAt: closesAt?.toISOString() ?? null,
})

/** When somebody may sit at another time than their slot says, in a prisma filter on candidates. */
export const withOwnWindow = { OR: [{ opensAt: { not: null } }, { closesAt: { not: null } }] }

type Pinned = { examId: string; isListed: boolean; students: readonly { studentId: string; slot: number }[] }

/** Keeps students who have started in their slot, whatever becomes of their group. */
export async function pinSlots(db: Prisma.TransactionClient, { examId, isListed, students }: Pinned) {
  if (students.length === 0) return
  const ids = students.map(({ studentId }) => studentId)
  const numbers = students.map(({ slot }) => slot)
  await db.$executeRaw`
    insert into "Candidate" ("examId", "studentId", slot, "isListed", at)
    select ${examId}::uuid, student, number, ${isListed}, now()
    from unnest(${ids}::uuid[], ${numbers}::int[]) as pinned(student, number)
    on conflict ("examId", "studentId") do update set slot = excluded.slot`
}
