import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { setSlots as contract } from '#contract/exams/who-sits.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { questionsOfLateSlot } from '#core/exams/slot-questions.ts'
import { slotOf, windowFault } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { alignCopies } from './align-copies.ts'
import { freeJoinCode } from './create-exam.ts'
import { stratumOf } from './draw-copy.ts'
import { type ExamPlace, lockExam } from './exam.ts'
import { type ExamSlotRow, pinSlots, readSlots } from './slots.ts'

type Body = z.output<typeof contract.body>
type Tx = Prisma.TransactionClient
type SetSlotsInput = ExamPlace & Body & { actor: Actor }

/**
 * Replaces the slots of an exam. The first in the list is kept in the exam itself. A slot where somebody has started is
 * not removed; the windows of a published exam must hold as at the publication, and running copies read theirs again.
 */
export async function setSlots(deps: Deps, { slots, shown, actor, ...place }: SetSlotsInput) {
  const { courseId, examId } = place
  await deps.db.$transaction(
    async (tx) => {
      const exam = await lockExam(tx, place)
      if (isExamOver(exam.status)) throw new Refusal('exam_closed')
      const before = await readSlots(tx, exam)
      if (shown && !isDeepStrictEqual(shown.map(comparable), before.map(comparable)))
        throw new Refusal('changed_meanwhile')
      const next = numbered(slots, before)
      requireApart(next)
      if (exam.status !== 'draft') requireWindows(exam, { before, next, now: deps.now() })
      await keepStarted(tx, { exam, before, next })
      await write(deps, tx, { exam, next })
      await allotLateSlots(tx, { exam, before, next })
      await alignCopies({ tx, examId })
      const { name, number: _number, groups: _groups, ...first } = next[0] as NextSlot
      await tx.exam.update({
        where: { id: examId },
        data: {
          ...first,
          slotName: name,
          termsChangedAt: deps.now(),
          revision: exam.revision + 1,
        },
      })
      await audit(tx, {
        ...{ courseId, actor, action: 'exam.slots', subject: `exam:${examId}` },
        before: { slots: before.map(settingsOfSlot) },
        after: { slots: next },
      })
    },
    { timeout: 30_000 },
  )
  return place
}

type NextSlot = Omit<ExamSlotRow, 'joinCode' | 'pausedAt' | 'pauseReason'>

const settingsOfSlot = ({ joinCode: _code, pausedAt: _since, pauseReason: _why, ...slot }: ExamSlotRow): NextSlot =>
  slot

/** The first keeps number 0; a number the exam does not have is refused. */
function numbered(slots: Body['slots'], before: readonly ExamSlotRow[]): NextSlot[] {
  let highest = Math.max(...before.map(({ number }) => number))
  const next = slots.map(({ number, opensAt, closesAt, ...slot }, place) => {
    const isKnown = number !== null && before.some((one) => one.number === number)
    if ((number !== null && !isKnown) || (place === 0) !== (number === 0)) throw new Refusal('not_found')
    if (number === null) highest += 1
    return { ...slot, number: number ?? highest, opensAt: instantOf(opensAt), closesAt: instantOf(closesAt) }
  })
  if (new Set(next.map(({ number }) => number)).size < next.length) throw new Refusal('not_found')
  return next
}

type Comparable = Omit<NextSlot, 'number' | 'opensAt' | 'closesAt'> & {
  number: number | null
  opensAt: Date | string | null
  closesAt: Date | string | null
}

/** A slot without its code, whether sent or stored. */
const comparable = ({ number, name, room, invigilators, groups, opensAt, closesAt }: Comparable) => ({
  ...{ number, name: name.trim(), room: room.trim(), invigilators: invigilators.trim(), groups: [...groups] },
  opensAt: opensAt && new Date(opensAt).getTime(),
  closesAt: closesAt && new Date(closesAt).getTime(),
})

const instantOf = (text: string | null) => (text === null ? null : new Date(text))

function requireApart(slots: readonly NextSlot[]) {
  const groups = slots.flatMap((slot) => [...new Set(slot.groups)])
  const twice = groups.find((group, place) => groups.indexOf(group) !== place)
  if (twice !== undefined) throw new Refusal('slots_overlap', { group: twice })
}

type Windows = { before: readonly ExamSlotRow[]; next: readonly NextSlot[]; now: Date }

/** A window that stays as it was may be over; one that closes later leaves nobody less time than before. */
function requireWindows({ limitMinutes }: Exam, { before, next, now }: Windows) {
  for (const slot of next) {
    const former = before.find(({ number }) => number === slot.number)
    const opensAlike = former && +(former.opensAt ?? 0) === +(slot.opensAt ?? 0)
    const isSame = opensAlike && +(former.closesAt ?? 0) === +(slot.closesAt ?? 0)
    const isLonger = opensAlike && former.closesAt && slot.closesAt && slot.closesAt > former.closesAt
    const reason = windowFault(slot, { now, limitMinutes, isAlone: next.length === 1 })
    if (reason === null || (isSame && reason !== 'slot_without_window')) continue
    if (isLonger && reason === 'shorter_than_the_duration') continue
    throw new Refusal('exam_dates_inconsistent', { reason, slot: slot.name, number: slot.number })
  }
}

/** Who has started stays in the slot where they did, which is not removed; the others follow their group. */
async function keepStarted(tx: Tx, { exam, before, next }: { exam: Exam; before: ExamSlotRow[]; next: NextSlot[] }) {
  const examId = exam.id
  const gone = before.flatMap(({ number }) => (next.some((slot) => slot.number === number) ? [] : [number]))
  // Who is starting is waited for.
  await tx.$queryRaw`select 1 from "Attempt" where "examId" = ${examId}::uuid order by id for update`
  const started = await tx.student.findMany({
    where: { attempts: { some: { examId, startedAt: { not: null } } } },
    select: { id: true, group: true, candidacies: { where: { examId }, select: { slot: true } } },
  })
  const places = started.map(({ id: studentId, group, candidacies }) => {
    const chosen = candidacies[0]?.slot ?? null
    return { studentId, chosen, slot: slotOf(before, { group, chosen }) }
  })
  const removed = places.find(({ slot }) => gone.includes(slot))
  if (removed) throw new Refusal('slot_under_way', { number: removed.slot })
  // Alone, a slot has everybody.
  const loose = next.length === 1 ? [] : places.filter(({ chosen, slot }) => chosen !== slot)
  await pinSlots(tx, { examId, isListed: exam.audience.kind !== 'class', students: loose })
  if (gone.length === 0) return
  await tx.examSlot.deleteMany({ where: { examId, number: { in: gone } } })
  await tx.candidate.updateMany({ where: { examId, slot: { in: gone } }, data: { slot: null } })
}

async function write(deps: Deps, tx: Tx, { exam, next }: { exam: Exam; next: NextSlot[] }) {
  for (const { number, ...slot } of next) {
    if (number === 0) continue
    const data = { ...slot, groups: [...new Set(slot.groups)] }
    const { count } = await tx.examSlot.updateMany({ where: { examId: exam.id, number }, data })
    if (count === 0)
      await tx.examSlot.create({ data: { ...data, examId: exam.id, number, joinCode: await freeJoinCode(deps, tx) } })
  }
}

/** A slot added once the questions are frozen asks those that the others ask least. */
async function allotLateSlots(
  tx: Tx,
  { exam, before, next }: { exam: Exam; before: readonly ExamSlotRow[]; next: readonly NextSlot[] },
) {
  if (!exam.ownQuestions || exam.status === 'draft') return
  const numbers = next.map(({ number }) => number)
  for (const late of numbers.filter((number) => !before.some((one) => one.number === number))) {
    const rows = await tx.examQuestion.findMany({
      where: { examId: exam.id },
      orderBy: { position: 'asc' },
      select: { id: true, stratum: true, take: true, slots: true },
    })
    const questions = rows.map((row) => ({ id: row.id, slots: row.slots, stratum: stratumOf(row) }))
    const ids = questionsOfLateSlot(questions, numbers).map(({ id }) => id)
    await tx.examQuestion.updateMany({ where: { id: { in: ids } }, data: { slots: { push: late } } })
  }
}
