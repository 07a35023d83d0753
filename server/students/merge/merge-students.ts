import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { lockClass } from '../class-lock.ts'
import { fieldsOf } from '../queries.ts'
import { moveBrowser } from './move-browser.ts'
import { type MergePlan, type Pair, planMerge } from './plan-merge.ts'

type Tx = Prisma.TransactionClient
type MergeStudentsInput = Pair & { reason: string; fingerprint: string; actor: Actor }

/**
 * Merges two entries of one student. The other entry is archived and refers to the one that has the work now, so that a
 * list that still names it has no effect, and the merge can be undone.
 */
export async function mergeStudents(deps: Deps, { reason, fingerprint, actor, ...pair }: MergeStudentsInput) {
  const { courseId, studentId, otherId } = pair
  const mergeId = await deps.db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      await tx.$queryRaw`
        select id from "Attempt" where "studentId" in (${studentId}::uuid, ${otherId}::uuid) order by id for update`
      const plan = await planMerge(tx, pair)
      if (plan.view.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
      if (plan.view.conflicts.length > 0) throw new Refusal('merge_conflict', plan.view.conflicts)
      const at = deps.now()
      await move(tx, plan, at)
      const before = fieldsOf(plan.kept)
      const { id } = await tx.studentMerge.create({
        data: {
          ...{ courseId, keptId: studentId, otherId, at, byName: actor.name, reason },
          moved: plan.moved,
          before: before,
        },
      })
      await audit(tx, {
        ...{ courseId, actor, action: 'student.merge', subject: `student:${studentId}`, reason },
        before: { kept: before, other: { id: otherId, ...fieldsOf(plan.other) } },
        after: { filled: plan.moved.filled, moved: plan.view.moved, dropped: plan.view.dropped },
      })
      return id
    },
    { timeout: 30_000 },
  )
  await clearSessionCaches(deps)
  return { mergeId }
}

async function move(tx: Tx, { kept, other, moved, emptyCopies }: MergePlan, at: Date) {
  const [from, to] = [other.id, kept.id]
  await tx.attempt.deleteMany({ where: { id: { in: emptyCopies }, startedAt: null } })
  await tx.attempt.updateMany({ where: { id: { in: moved.attempts } }, data: { studentId: to } })
  await tx.teamMember.updateMany({
    where: { studentId: from, projectId: { in: moved.teams } },
    data: { studentId: to },
  })
  await tx.attendance.updateMany({
    where: { studentId: from, examId: { in: moved.attendances } },
    data: { studentId: to },
  })
  await tx.candidate.updateMany({
    where: { studentId: from, examId: { in: moved.candidacies ?? [] } },
    data: { studentId: to },
  })
  await moveBrowser(tx, { ...moved, from, to })
  for (const key of moved.entries)
    await tx.assessmentEntry.updateMany({ where: { ...key, studentId: from }, data: { studentId: to } })
  await tx.juryDecision.updateMany({
    where: { studentId: from, assessmentId: { in: moved.jury } },
    data: { studentId: to },
  })
  // Only rows that both entries have alike are left; one of each is deleted.
  await tx.teamMember.deleteMany({ where: { studentId: from } })
  await tx.attendance.deleteMany({ where: { studentId: from } })
  await tx.candidate.deleteMany({ where: { studentId: from } })
  await tx.assessmentEntry.deleteMany({ where: { studentId: from } })
  await tx.juryDecision.deleteMany({ where: { studentId: from } })
  await tx.student.updateMany({ where: { id: { in: moved.former } }, data: { mergedIntoId: to } })
  await tx.session.deleteMany({ where: { studentId: from } })
  // Who signs in elsewhere is told again by their address or number: to whom the work belongs is decided there.
  await tx.externalIdentity.deleteMany({ where: { studentId: from } })
  const { filled } = moved
  const givesCode = filled.includes('code')
  await tx.student.update({
    where: { id: from },
    data: { archivedAt: other.archivedAt ?? at, mergedIntoId: to, codeHash: null, codeSetAt: null, updatedAt: at },
  })
  const texts = filled.filter((field) => field !== 'extraTime' && field !== 'code')
  await tx.student.update({
    where: { id: to },
    data: {
      ...Object.fromEntries(texts.map((field) => [field, other[field]])),
      ...(filled.includes('extraTime') ? { extraTime: other.extraTime } : {}),
      ...(givesCode ? { codeHash: other.codeHash, codeSetAt: other.codeSetAt } : {}),
      updatedAt: at,
    },
  })
}
