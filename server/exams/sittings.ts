import { noOverride, ownWindowOf, slotOf } from '#core/exams/slots.ts'
import { allowedMs, windowOf } from '#core/timing.ts'
import type { Candidate, Exam, Prisma, Student } from '#prisma/client/client.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { type ExamSlotRow, readSlots } from './slots.ts'

export type SittingStudent = Student & {
  candidacies: Candidate[]
  attempts: { startedAt: Date | null; grantsMs: bigint }[]
}

type OfExam = { exam: Exam; slots: readonly ExamSlotRow[]; now: Date }

/** When and where one student sits: the window of their slot, what differs for them, and the time they are granted. */
export function ownSittingOf(student: SittingStudent, { exam, slots, now }: OfExam) {
  const { group, extraTime, candidacies, attempts } = student
  const [own] = candidacies
  const [attempt] = attempts
  const number = slotOf(slots, { group, chosen: own?.slot ?? null })
  const slot = slots.find((one) => one.number === number) ?? (slots[0] as ExamSlotRow)
  const window = ownWindowOf(slot, own ?? noOverride)
  const startedAt = attempt?.startedAt ?? (window.opensAt && window.opensAt > now ? window.opensAt : now)
  const allowance = {
    ...{ limitMinutes: exam.limitMinutes, extraTime, startedAt },
    addedMs: (own?.minutes ?? 0) * 60_000,
    grantsMs: Number(attempt?.grantsMs ?? 0),
  }
  return {
    ...windowOf(window, allowance),
    slot,
    room: own?.room || slot.room,
    allowedMs: allowedMs(allowance),
    timeZone: exam.timeZone,
    /** Empty when all sit together. */
    slotName: slots.length > 1 ? slot.name : '',
    isStarted: attempt?.startedAt != null,
  }
}

export type OwnSitting = ReturnType<typeof ownSittingOf>

/** Each student of the audience, and when and where they sit. */
export async function readSittings(db: Prisma.TransactionClient, exam: Exam, { now }: { now: Date }) {
  const slots = await readSlots(db, exam)
  const students = await db.student.findMany({
    where: { courseId: exam.courseId, archivedAt: null, ...inAudienceOf(exam) },
    include: withSitting(exam.id),
    orderBy: { id: 'asc' },
  })
  return students.map((student) => ({ student, sitting: ownSittingOf(student, { exam, slots, now }) }))
}

/** What `ownSittingOf` reads of a student. */
export const withSitting = (examId: string) => ({
  candidacies: { where: { examId } },
  attempts: { where: { examId }, select: { startedAt: true, grantsMs: true } },
})
