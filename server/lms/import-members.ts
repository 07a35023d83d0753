import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { isOtherIdentity, rememberIdentity } from '#server/auth/external-identity.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { refuseOwnLines } from '#server/platform/own-work.ts'
import { endSessionsOf } from '#server/platform/sessions.ts'
import { lockClass } from '#server/students/class-lock.ts'
import { writeRoster } from '#server/students/import.ts'
import { viewPlan } from '#server/students/preview-import.ts'
import { identitySource } from './identity-source.ts'
import { type MembersPlan, planMembers } from './plan-members.ts'
import { findBoundContext, readMembers } from './read-members.ts'

type Where = { courseId: string; contextId: string; takesNumbers: boolean }

/** What the list of the platform would do to the class; nothing is written. */
export async function previewMembers(deps: Deps, { courseId, contextId, takesNumbers }: Where) {
  const context = await findBoundContext(deps, { courseId, contextId })
  const { students, others } = await readMembers(deps, context)
  const planned = await planMembers(deps.db, { courseId, context, members: students, takesNumbers })
  const missing = await deps.db.student.findMany({
    where: { id: { in: [...planned.missingIds] } },
    select: { id: true, familyName: true, givenName: true, email: true, number: true },
  })
  const nothing = { counts: { new: 0, changed: 0, unchanged: 0, duplicated: 0, unusable: 0 }, lines: [] }
  return {
    ...{ fingerprint: planned.fingerprint, nameless: planned.nameless, others },
    ...(planned.plan ? await viewPlan(deps.db, { courseId, plan: planned.plan }) : nothing),
    missing: missing.toSorted(byName).map(({ id, ...student }) => ({ studentId: id, ...student })),
  }
}

type Import = Where & { fingerprint: string; archiveIds: readonly string[]; actor: Actor }

/**
 * Writes what the preview announced: the list is read again first, and refused when it is no longer the same. Students
 * are then known by the name the platform gives them; those who are missing are archived only when they are named.
 */
export async function importMembers(deps: Deps, { courseId, contextId, takesNumbers, ...asked }: Import) {
  const { fingerprint, archiveIds, actor } = asked
  const context = await findBoundContext(deps, { courseId, contextId })
  const { students: members } = await readMembers(deps, context)
  const result = await deps.db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const planned = await planMembers(tx, { courseId, context, members, takesNumbers })
      const isKnown = archiveIds.every((id) => planned.missingIds.includes(id))
      if (planned.fingerprint !== fingerprint || !isKnown) throw new Refusal('preview_outdated')
      const written = planned.plan && (await writeRoster(tx, { deps, courseId, plan: planned.plan, actor }))
      const idOf = new Map(written?.students.map(({ studentId, line }) => [line.line, studentId]))
      const linked = await linkAll(tx, { deps, planned, idOf, source: identitySource(context.platformId) })
      await archiveAll(tx, { deps, courseId, archiveIds, actor })
      const after = {
        contextId,
        added: written?.added ?? 0,
        changed: written?.changed ?? 0,
        archived: archiveIds.length,
        linked,
      }
      await audit(tx, { courseId, actor, action: 'lms.import_members', subject: `course:${courseId}`, after })
      return { importId: written?.importId ?? null, added: after.added, changed: after.changed, linked }
    },
    { timeout: 60_000 },
  )
  for (const studentId of archiveIds) await endSessionsOf(deps, { studentId })
  return { ...result, archived: archiveIds.length }
}

type Linking = { deps: Deps; planned: MembersPlan; idOf: ReadonlyMap<number, string>; source: string }

/** A student already known there by another name stays so: one address may be given to two people. */
async function linkAll(tx: Prisma.TransactionClient, { deps, planned, idOf, source }: Linking): Promise<number> {
  let linked = 0
  for (const line of planned.plan?.lines ?? []) {
    const studentId = 'id' in line ? line.id : idOf.get(line.line)
    const subject = planned.userIds[line.line - 1]
    if (studentId === undefined || subject === undefined) continue
    const identity = { db: tx, now: deps.now }
    if (await isOtherIdentity(identity, { source, subject, studentId })) continue
    await rememberIdentity(identity, { source, subject, studentId })
    linked += 1
  }
  return linked
}

type Archiving = { deps: Deps; courseId: string; archiveIds: readonly string[]; actor: Actor }

/** Their work stays; each can be brought back from the list of students. */
async function archiveAll(tx: Prisma.TransactionClient, { deps, courseId, archiveIds, actor }: Archiving) {
  await refuseOwnLines(deps, { courseId, personId: actor.id, studentIds: archiveIds })
  const at = deps.now()
  for (const id of archiveIds) {
    await tx.student.update({ where: { id }, data: { archivedAt: at, updatedAt: at } })
    await audit(tx, { courseId, actor, action: 'student.archive', subject: `student:${id}` })
  }
}
