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
type Place = { courseId: string; actor: Actor }
type SetEntryInput = Place & Value & { studentId: string; component: string }
type ToSet = Value & { studentId: string; component: string; was?: EntryStatus }

const nothing: Value = { status: 'present', mark: null, retake: null, examId: null, reason: '' }

export async function setEntry(deps: Deps, { courseId, actor, ...entry }: SetEntryInput) {
  return setEntries(deps, { courseId, actor, entries: [entry] })
}

/**
 * Sets statuses and marks, all of them or none; each leaves a line in the journal. « Présent » alone needs no row,
 * unless an absence was noted during the exam: the row then records the different decision.
 */
export async function setEntries({ db }: Deps, { courseId, actor, entries }: Place & { entries: readonly ToSet[] }) {
  await db.$transaction(
    async (tx) => {
      const assessment = await lockAssessment(tx, courseId)
      if (!assessment) throw new Refusal('not_found')
      await requireOpenSheet(tx, assessment)
      const known = await readKnown(tx, { courseId, assessment, studentIds: entries.map((one) => one.studentId) })
      for (const entry of entries) await writeEntry(tx, { courseId, actor, assessment, known, entry })
    },
    { timeout: 60_000 },
  )
  return { done: true as const }
}

type Writing = Place & { assessment: Assessment; known: Known; entry: ToSet }

async function writeEntry(tx: Tx, { courseId, actor, assessment, known, entry }: Writing) {
  const { studentId, component, was, ...after } = entry
  const part = known.parts.get(component)
  if (!part || !known.students.has(studentId)) throw new Refusal('not_found')
  requireMarkAllowed(part, after)
  if (after.examId !== null && !examIdsOf(part.content.source).includes(after.examId))
    throw unusable('examId', 'unknown_exam')
  const current = known.rows.get(`${studentId}/${component}`)
  const unsaid = { ...nothing, ...known.notedOf(part, studentId) }
  const { status, mark, retake, examId, reason } = current ?? unsaid
  const before = { status, mark, retake, examId, reason }
  if (was !== undefined && was !== status) throw new Refusal('changed_meanwhile')
  if (isSame(before, after)) return
  if (after.retake !== null && after.retake !== retake) await requireRetakeByHand(tx, { courseId, assessment, part })
  const key = { assessmentId: assessment.id, studentId, component }
  const where = { assessmentId_studentId_component: key }
  if (current && isSame(unsaid, after)) await tx.assessmentEntry.delete({ where })
  else await tx.assessmentEntry.upsert({ where, create: { ...key, ...after }, update: after })
  await audit(tx, {
    courseId,
    actor,
    action: 'assessment.entry',
    subject: `student:${studentId}`,
    before: { component, ...said(before) },
    after: { component, ...said(after) },
    reason: after.reason,
  })
}

type Known = Awaited<ReturnType<typeof readKnown>>
type ReadKnown = { courseId: string; assessment: Assessment; studentIds: string[] }

/** What is needed to write any entry of these students, read once for all of them. */
async function readKnown(tx: Tx, { courseId, assessment, studentIds }: ReadKnown) {
  const parts = new Map(markParts(assessment.rules).map((part) => [part.id, part]))
  const of = { studentId: { in: studentIds } }
  const students = await tx.student.findMany({ where: { id: of.studentId, courseId }, select: { id: true } })
  const rows = await tx.assessmentEntry.findMany({ where: { assessmentId: assessment.id, ...of } })
  const examIds = [...parts.values()].flatMap(({ content }) => examIdsOf(content.source))
  const examId = { in: examIds }
  const notes = await tx.attendance.findMany({ where: { examId, ...of }, orderBy: { at: 'desc' } })
  const started = await tx.attempt.findMany({
    where: { examId, ...of, startedAt: { not: null } },
    select: { examId: true, studentId: true },
  })
  return {
    parts,
    students: new Set(students.map(({ id }) => id)),
    rows: new Map(rows.map((row) => [`${row.studentId}/${row.component}`, row])),
    /** The absence noted in the room of somebody who started none of the exams of a component. */
    notedOf: ({ content }: MarkPart, studentId: string) => {
      const exams = examIdsOf(content.source)
      const isOf = (one: { examId: string; studentId: string }) =>
        one.studentId === studentId && exams.includes(one.examId)
      const note = notes.find(isOf)
      return note && !started.some(isOf) ? { status: note.status as EntryStatus, reason: note.reason } : null
    },
  }
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
