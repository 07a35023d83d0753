import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { previewErasure } from '#contract/privacy/privacy.ts'
import { keptUntil } from '#core/privacy/retention.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { Prisma, Student } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listDue } from './due.ts'
import { erasedPeople } from './erased-people.ts'
import { findNamedTexts } from './named-texts.ts'
import { readRetention } from './read-retention.ts'

type Tx = Prisma.TransactionClient
export type ErasureRequest = { courseId: string } & z.output<typeof previewErasure.body>
type Preview = z.input<typeof previewErasure.reply>

/** The effect of an erasure, computed by the same steps that carry it out. */
export async function planErasure(deps: Deps, tx: Tx, { courseId, who, how }: ErasureRequest) {
  const students = (await chosen(deps, tx, { courseId, who })).toSorted(byName)
  const course = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { title: true } })
  const studentIds = students.map(({ id }) => id)
  const running = await tx.attempt.count({
    where: { studentId: { in: studentIds }, status: { in: ['in_progress', 'paused'] } },
  })
  if (running > 0) throw new Refusal('copy_running', { count: running })
  const { people, ids, eraser } = await erasedPeople(deps, tx, { courseId, students })
  const passages = await findNamedTexts(tx, { courseId, eraser, ids })
  const sheets = await tx.sealedSheet.findMany({
    where: { assessment: { courseId } },
    select: { id: true, people: true },
  })
  const concerned = sheets.filter((sheet) => studentIds.some((id) => id in (sheet.people as object)))
  const view: Omit<Preview, 'fingerprint'> = {
    confirmation: who.kind === 'student' ? nameOf(students[0]) : course.title,
    people: students.map((student) => ({ id: student.id, name: nameOf(student) })),
    counts: await countWork(tx, students),
    passages: [...passages].flatMap(([place, { length: count }]) => (count === 0 ? [] : [{ place, count }])),
    sheetCount: concerned.length,
    ...(await marksKept(deps, tx, { courseId, studentIds })),
  }
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([how, view]))
    .digest('hex')
  return { students, people, ids, eraser, passages, sheets, view: { ...view, fingerprint } }
}

async function chosen(
  deps: Deps,
  tx: Tx,
  { courseId, who }: Pick<ErasureRequest, 'courseId' | 'who'>,
): Promise<Student[]> {
  const living = { courseId, anonymisedAt: null, mergedIntoId: null }
  switch (who.kind) {
    case 'student': {
      const student = await tx.student.findFirst({ where: { id: who.studentId, courseId } })
      if (!student) throw new Refusal('not_found')
      if (student.anonymisedAt !== null || student.mergedIntoId !== null) throw new Refusal('student_gone')
      return [student]
    }
    case 'due':
      return tx.student.findMany({ where: { ...living, id: { in: await listDue(deps, tx, courseId) } } })
    case 'year':
      return tx.student.findMany({ where: living })
  }
}

async function countWork(tx: Tx, students: readonly Student[]) {
  const ids = students.map(({ id }) => id)
  const attempt = { studentId: { in: ids } }
  return {
    copies: await tx.attempt.count({ where: { ...attempt, startedAt: { not: null } } }),
    answers: await tx.answer.count({ where: { attempt } }),
    journal: await tx.answerEvent.count({ where: { attempt } }),
    marks: await tx.mark.count({ where: { attempt } }),
    teams: await tx.teamMember.count({ where: { studentId: { in: ids } } }),
    contestations: await tx.contestation.count({ where: { attempt } }),
    sessions: await tx.session.count({ where: { studentId: { in: ids } } }),
    codes: students.filter(({ codeHash }) => codeHash !== null).length,
  }
}

/** Until when marks with a name must be kept, from the last exam of these students. */
async function marksKept(
  { now }: Deps,
  tx: Tx,
  { courseId, studentIds }: { courseId: string; studentIds: readonly string[] },
) {
  const last = await tx.attempt.findFirst({
    where: { studentId: { in: [...studentIds] }, marks: { some: {} } },
    orderBy: { exam: { closedAt: { sort: 'desc', nulls: 'last' } } },
    select: { exam: { select: { closedAt: true } } },
  })
  if (last === null) return { marksKeptUntil: null, areMarksKeptForEver: false }
  const retention = await readRetention(tx, courseId)
  const until = keptUntil(retention, last.exam.closedAt ?? now())
  if (until === null) return { marksKeptUntil: null, areMarksKeptForEver: true }
  return { marksKeptUntil: until > now() ? until.toISOString() : null, areMarksKeptForEver: false }
}

const nameOf = (student: Student | undefined) => (student ? `${student.givenName} ${student.familyName}`.trim() : '')
