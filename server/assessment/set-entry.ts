import { examsOfParts } from '#core/assessment/exams-of-rules.ts'
import { type EntryStatus, examIdsOf, type MarkPart, markParts } from '#core/assessment/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { Assessment, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockAssessment, requireOpenSheet } from './assessment.ts'

type Value = {
  status: EntryStatus
  mark: number | null
  retake: number | null
  examId: string | null
  reason: string
}
type SetEntryInput = Value & { courseId: string; studentId: string; component: string; actor: Actor }

const nothing: Value = { status: 'present', mark: null, retake: null, examId: null, reason: '' }

/**
 * Sets the status and mark of one student for one component. « Présent » alone needs no row, unless an absence was
 * noted during the exam: the row then records the different decision.
 */
export async function setEntry({ db }: Deps, { courseId, studentId, component, actor, ...after }: SetEntryInput) {
  await db.$transaction(async (tx) => {
    const assessment = await lockAssessment(tx, courseId)
    const part = assessment && markParts(assessment.rules).find(({ id }) => id === component)
    const student = await tx.student.findFirst({ where: { id: studentId, courseId }, select: { id: true } })
    if (!part || !student) throw new Refusal('not_found')
    await requireOpenSheet(tx, assessment)
    requireMarkAllowed(part, after)
    if (after.examId !== null && !examIdsOf(part.content.source).includes(after.examId))
      throw unusable('examId', 'unknown_exam')
    const assessmentId = assessment.id
    const where = { assessmentId_studentId_component: { assessmentId, studentId, component } }
    const current = await tx.assessmentEntry.findUnique({ where })
    const unsaid = { ...nothing, ...(await notedInRoom(tx, { part, studentId })) }
    const { status, mark, retake, examId, reason } = current ?? unsaid
    const before = { status, mark, retake, examId, reason }
    if (isSame(before, after)) return
    if (after.retake !== null && after.retake !== retake) await requireRetakeByHand(tx, { courseId, assessment, part })
    if (current && isSame(unsaid, after)) await tx.assessmentEntry.delete({ where })
    else
      await tx.assessmentEntry.upsert({
        where,
        create: { assessmentId, studentId, component, ...after },
        update: after,
      })
    await audit(tx, {
      courseId,
      actor,
      action: 'assessment.entry',
      subject: `student:${studentId}`,
      before: { component, ...said(before) },
      after: { component, ...said(after) },
      reason: after.reason,
    })
  })
  return { done: true as const }
}

type Tx = Prisma.TransactionClient

/** The exam chosen only where there was a choice. */
const said = ({ examId, ...value }: Omit<Value, 'status'> & { status: string }) => ({
  ...value,
  ...(examId === null ? {} : { examId }),
})

type RetakeByHand = { courseId: string; assessment: Assessment; part: MarkPart }

/** Where an exam is the retake of this component, its mark is the exam's; one typed before may only be taken away. */
async function requireRetakeByHand(tx: Tx, { courseId, assessment, part }: RetakeByHand) {
  const exams = await tx.exam.findMany({ where: { courseId }, select: { id: true, retakeOfId: true } })
  if ((examsOfParts(assessment.rules, exams).get(part.id)?.second.length ?? 0) > 0)
    throw unusable('retake', 'not_by_hand')
}
async function notedInRoom(tx: Tx, { part, studentId }: { part: MarkPart; studentId: string }) {
  const { source } = part.content
  const examId = { in: [...examIdsOf(source)] }
  const note = await tx.attendance.findFirst({ where: { examId, studentId }, orderBy: { at: 'desc' } })
  const started = await tx.attempt.count({ where: { examId, studentId, startedAt: { not: null } } })
  return note && started === 0 ? { status: note.status as EntryStatus, reason: note.reason } : null
}

/** Only an added component may have a negative mark (malus); every other mark is on 20. */
function requireMarkAllowed({ role, content }: MarkPart, { mark, retake }: Value) {
  // The mark of an exam or a project is changed at its source.
  if (mark !== null && content.source.kind !== 'hand') throw unusable('mark', 'not_by_hand')
  const least = role === 'added' ? -2000 : 0
  for (const value of [mark, retake]) {
    if (value !== null && (value < least || value > 2000)) throw new Refusal('mark_out_of_range', { least, most: 2000 })
  }
}

const unusable = (path: string, code: string) => new Refusal('invalid_request', [{ where: 'body', path, code }])

const isSame = (one: Omit<Value, 'status'> & { status: string }, other: Value) =>
  one.status === other.status &&
  one.mark === other.mark &&
  one.retake === other.retake &&
  one.examId === other.examId &&
  one.reason === other.reason
