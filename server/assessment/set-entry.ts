import { type EntryStatus, type MarkPart, markParts } from '#core/assessment/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockAssessment, requireOpenSheet } from './assessment.ts'

type Value = { status: EntryStatus; mark: number | null; retake: number | null; reason: string }
type SetEntryInput = Value & { courseId: string; studentId: string; component: string; actor: Actor }

const nothing: Value = { status: 'present', mark: null, retake: null, reason: '' }

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
    const assessmentId = assessment.id
    const where = { assessmentId_studentId_component: { assessmentId, studentId, component } }
    const current = await tx.assessmentEntry.findUnique({ where })
    const unsaid = { ...nothing, ...(await notedInRoom(tx, { part, studentId })) }
    const { status, mark, retake, reason } = current ?? unsaid
    const before = { status, mark, retake, reason }
    if (isSame(before, after)) return
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
      before: { component, ...before },
      after: { component, ...after },
      reason: after.reason,
    })
  })
  return { done: true as const }
}

type Tx = Prisma.TransactionClient
async function notedInRoom(tx: Tx, { part, studentId }: { part: MarkPart; studentId: string }) {
  const { source } = part.content
  if (source.kind !== 'exam') return null
  const { examId } = source
  const note = await tx.attendance.findUnique({ where: { examId_studentId: { examId, studentId } } })
  const started = await tx.attempt.count({ where: { examId, studentId, startedAt: { not: null } } })
  return note && started === 0 ? { status: note.status as EntryStatus, reason: note.reason } : null
}

/** Only an added component may have a negative mark (malus); every other mark is on 20. */
function requireMarkAllowed({ role, content }: MarkPart, { mark, retake }: Value) {
  // The mark of an exam or a project is changed at its source.
  if (mark !== null && content.source.kind !== 'hand')
    throw new Refusal('invalid_request', [{ where: 'body', path: 'mark', code: 'not_by_hand' }])
  const least = role === 'added' ? -2000 : 0
  for (const value of [mark, retake]) {
    if (value !== null && (value < least || value > 2000)) throw new Refusal('mark_out_of_range', { least, most: 2000 })
  }
}

const isSame = (one: Omit<Value, 'status'> & { status: string }, other: Value) =>
  one.status === other.status && one.mark === other.mark && one.retake === other.retake && one.reason === other.reason
