import type { z } from 'zod'
import type { setOverride as contract } from '#contract/exams/who-sits.ts'
import type { AttemptStatus } from '#core/attempts/sitting.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { noOverride, type Override, ownWindowOf, slotOf, windowFault } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import { deadlineOf } from '#core/timing.ts'
import type { Candidate, Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { alignCopies } from './align-copies.ts'
import { type ExamPlace, lockExam } from './exam.ts'
import { overrideOf } from './read-who-sits.ts'
import { type ExamSlotRow, readSlots } from './slots.ts'

type Tx = Prisma.TransactionClient
type MoveInput = ExamPlace & { studentIds: string[]; slot: number | null; actor: Actor }

/** Chooses the slot of some students. Who has started stays in theirs, which is where their time runs. */
export async function moveCandidates(deps: Deps, { studentIds, slot, actor, ...place }: MoveInput) {
  const { examId } = place
  await deps.db.$transaction(async (tx) => {
    const exam = await lockRunning(tx, place)
    const wanted = [...new Set(studentIds)]
    await requireSitting(tx, exam, wanted)
    if (slot !== null && !(await readSlots(tx, exam)).some(({ number }) => number === slot))
      throw new Refusal('not_found')
    await tx.$queryRaw`
      select 1 from "Attempt" where "examId" = ${examId}::uuid and "studentId" = any(${wanted}::uuid[]) order by id for update`
    const started = await tx.attempt.count({
      where: { examId, studentId: { in: wanted }, startedAt: { not: null } },
    })
    if (started > 0) throw new Refusal('candidate_started', { started })
    const before = await tx.candidate.findMany({
      where: { examId, studentId: { in: wanted } },
      select: { studentId: true, slot: true },
    })
    const isListed = exam.audience.kind !== 'class'
    await tx.candidate.createMany({
      data: wanted.map((studentId) => ({ examId, studentId, isListed, at: deps.now() })),
      skipDuplicates: true,
    })
    await tx.candidate.updateMany({ where: { examId, studentId: { in: wanted } }, data: { slot } })
    await alignCopies({ tx, examId })
    await tx.exam.update({ where: { id: examId }, data: { termsChangedAt: deps.now(), revision: { increment: 1 } } })
    await audit(tx, {
      ...{ courseId: exam.courseId, actor, action: 'exam.choose_slot', subject: `exam:${examId}` },
      before: { slots: Object.fromEntries(before.map((one) => [one.studentId, one.slot])) },
      after: { slot, studentIds: wanted },
    })
  })
  return place
}

type Own = z.output<typeof contract.body>
type OverrideInput = ExamPlace & { studentId: string; actor: Actor }

/** What differs for one student; their running copy reads its time again within seconds. */
export async function setOverride(deps: Deps, { own, ...asked }: OverrideInput & { own: Own }) {
  const { opensAt, closesAt, ...rest } = own
  const next = { ...rest, opensAt: instantOf(opensAt), closesAt: instantOf(closesAt) }
  return change(deps, asked, { next, reason: own.reason, action: 'exam.override' })
}

export async function removeOverride(deps: Deps, asked: OverrideInput) {
  const next = { ...noOverride, room: '', reason: '' }
  return change(deps, asked, { next, reason: '', action: 'exam.remove_override' })
}

const instantOf = (text: string | null) => (text === null ? null : new Date(text))

type Change = {
  next: { opensAt: Date | null; closesAt: Date | null; minutes: number; room: string; reason: string }
  reason: string
  action: string
}

async function change(deps: Deps, { studentId, actor, ...place }: OverrideInput, { next, reason, action }: Change) {
  const { courseId, examId } = place
  await deps.db.$transaction(async (tx) => {
    const exam = await lockRunning(tx, place)
    await requireSitting(tx, exam, [studentId])
    const key = { examId_studentId: { examId, studentId } }
    const before = await tx.candidate.findUnique({ where: key })
    await requireWindow(tx, { exam, studentId, before, next, now: deps.now() })
    const said = { ...next, byName: actor.name, at: deps.now() }
    const isListed = exam.audience.kind !== 'class'
    await tx.candidate.upsert({ where: key, create: { examId, studentId, isListed, ...said }, update: said })
    await tx.exam.update({ where: { id: examId }, data: { termsChangedAt: deps.now(), revision: { increment: 1 } } })
    await audit(tx, {
      ...{ courseId, actor, action, subject: `exam:${examId}`, reason },
      before: { studentId, override: before && overrideOf(before) },
      after: { studentId, override: { ...next, reason: undefined } },
    })
  })
  return place
}

async function lockRunning(tx: Tx, place: ExamPlace): Promise<Exam> {
  const exam = await lockExam(tx, place)
  if (isExamOver(exam.status)) throw new Refusal('exam_closed')
  return exam
}

/** A student who is not in the audience is nobody for this exam. */
async function requireSitting(tx: Tx, exam: Exam, studentIds: string[]) {
  const found = await tx.student.count({
    where: { id: { in: studentIds }, courseId: exam.courseId, archivedAt: null, ...inAudienceOf(exam) },
  })
  if (found < studentIds.length) throw new Refusal('not_found')
}

type Checked = { exam: Exam; studentId: string; before: Candidate | null; next: Change['next']; now: Date }

/**
 * A window of their own must leave this student the whole duration; one end alone is held against their slot's other.
 * Who is answering keeps some time: a copy would otherwise end in the past, before answers that are saved.
 */
async function requireWindow(tx: Tx, { exam, studentId, before, next, now }: Checked) {
  const slots = await readSlots(tx, exam)
  const { group, extraTime, attempts } = await tx.student.findUniqueOrThrow({
    where: { id: studentId },
    select: { group: true, extraTime: true, attempts: { where: { examId: exam.id, status: { in: running } } } },
  })
  const number = slotOf(slots, { group, chosen: before?.slot ?? null })
  const slot = slots.find((one) => one.number === number) ?? (slots[0] as ExamSlotRow)
  const { limitMinutes } = exam
  const [copy] = attempts
  if (!copy?.startedAt) {
    if (next.opensAt === null && next.closesAt === null) return
    const reason = windowFault(ownWindowOf(slot, next), { now, limitMinutes, isAlone: true })
    if (reason !== null) throw new Refusal('exam_dates_inconsistent', { reason })
    return
  }
  const { startedAt, grantsMs, pausedMs, pausedAt } = copy
  const times = { limitMinutes, extraTime, startedAt, grantsMs: Number(grantsMs), pausedMs: Number(pausedMs) }
  const isOver = (own: Override) => {
    const { closesAt } = ownWindowOf(slot, own)
    return deadlineOf({ ...times, addedMs: own.minutes * 60_000, closesAt }) <= (pausedAt ?? now)
  }
  if (isOver(next) && !isOver(before ?? noOverride))
    throw new Refusal('exam_dates_inconsistent', { reason: 'closes_in_the_past' })
}

const running: AttemptStatus[] = ['in_progress', 'paused']
