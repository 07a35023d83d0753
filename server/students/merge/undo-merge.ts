import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockClass } from '../class-lock.ts'
import { findLiving, findStudent } from '../queries.ts'
import { moveBrowser } from './move-browser.ts'
import type { Moved } from './plan-merge.ts'

type Tx = Prisma.TransactionClient
type UndoMergeInput = { courseId: string; studentId: string; mergeId: string; actor: Actor }
type Ends = { kept: string; other: string }

/**
 * Undoes a merge. Shared rows are written again, and filled fields are cleared unless they were changed since; an
 * access code issued to the remaining entry stays with it, and the other entry needs a new one.
 */
export async function undoMerge({ db, now }: Deps, { courseId, studentId, mergeId, actor }: UndoMergeInput) {
  await db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const merge = await tx.studentMerge.findFirst({ where: { id: mergeId, courseId, keptId: studentId } })
      if (!merge) throw new Refusal('not_found')
      if (merge.undoneAt !== null) return
      const moved = merge.moved
      const kept = await findLiving(tx, { courseId, studentId })
      const other = await findStudent(tx, { courseId, studentId: merge.otherId })
      if (other.anonymisedAt !== null) throw new Refusal('student_gone')
      if (other.mergedIntoId !== studentId) throw new Refusal('changed_meanwhile')
      const sealed = await tx.sealedSheet.count({ where: { assessment: { courseId }, reopenedAt: null } })
      if (sealed > 0) throw new Refusal('sheet_final')
      await giveBack(tx, { kept: studentId, other: other.id }, moved)
      const texts = moved.filled.flatMap((field) => (field === 'extraTime' || field === 'code' ? [] : [field]))
      const emptied = texts.filter((field) => kept[field] === other[field])
      const blank = { givenName: '', email: null, number: null, group: '' } as const
      const isGranted = moved.filled.includes('extraTime') && same(kept.extraTime, other.extraTime)
      await tx.student.update({
        where: { id: studentId },
        data: {
          ...Object.fromEntries(emptied.map((field) => [field, blank[field]])),
          ...(isGranted ? { extraTime: { kind: 'none' } } : {}),
          updatedAt: now(),
        },
      })
      await tx.student.update({
        where: { id: other.id },
        data: { mergedIntoId: null, archivedAt: moved.otherArchivedAt, updatedAt: now() },
      })
      await tx.studentMerge.update({ where: { id: mergeId }, data: { undoneAt: now() } })
      const subject = `student:${studentId}`
      await audit(tx, { courseId, actor, action: 'student.undo_merge', subject, before: { other: other.id } })
    },
    { timeout: 30_000 },
  )
  return { done: true as const }
}

async function giveBack(
  tx: Tx,
  { kept, other }: Ends,
  { attempts, passes, teams, attendances, candidacies = [], entries, jury, former, alike }: Moved,
) {
  const data = { studentId: other }
  await tx.attempt.updateMany({ where: { id: { in: attempts }, studentId: kept }, data })
  await moveBrowser(tx, { attempts, passes, from: kept, to: other })
  await tx.teamMember.updateMany({ where: { studentId: kept, projectId: { in: teams } }, data })
  await tx.attendance.updateMany({ where: { studentId: kept, examId: { in: attendances } }, data })
  await tx.candidate.updateMany({ where: { studentId: kept, examId: { in: candidacies } }, data })
  for (const key of entries) await tx.assessmentEntry.updateMany({ where: { ...key, studentId: kept }, data })
  await tx.juryDecision.updateMany({ where: { studentId: kept, assessmentId: { in: jury } }, data })
  // A team or an exam may have been deleted since.
  const id = {
    in: [
      ...alike.memberships.map(({ teamId }) => teamId),
      ...[...alike.attendances, ...(alike.candidacies ?? [])].map(({ examId }) => examId),
    ],
  }
  const select = { id: true }
  const left = [
    ...(await tx.team.findMany({ where: { id }, select })),
    ...(await tx.exam.findMany({ where: { id }, select })),
  ]
  const isLeft = new Set(left.map((row) => row.id))
  await tx.teamMember.createMany({
    data: alike.memberships.filter(({ teamId }) => isLeft.has(teamId)).map(({ team: _team, ...row }) => row),
    skipDuplicates: true,
  })
  await tx.attendance.createMany({
    data: alike.attendances.filter(({ examId }) => isLeft.has(examId)).map(({ exam: _exam, ...row }) => row),
    skipDuplicates: true,
  })
  await tx.candidate.createMany({
    data: (alike.candidacies ?? [])
      .filter(({ examId }) => isLeft.has(examId))
      .map(({ exam: _exam, why, ...row }) => ({ ...row, ...(why ? { why } : {}) })),
    skipDuplicates: true,
  })
  await tx.assessmentEntry.createMany({ data: alike.entries, skipDuplicates: true })
  await tx.juryDecision.createMany({ data: alike.jury, skipDuplicates: true })
  await tx.student.updateMany({ where: { id: { in: former } }, data: { mergedIntoId: other } })
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
