import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { endSessionsOf } from '#server/platform/sessions.ts'
import { findLiving } from './queries.ts'

type Archived = { courseId: string; studentId: string; actor: Actor }

/** Archives a student who left: their work stays, and they cannot sign in any more. Repeating it has no effect. */
export async function archiveStudent(deps: Deps, where: Archived) {
  const student = await setArchived(deps, where, deps.now())
  await endSessionsOf(deps, { studentId: where.studentId })
  return student
}

export async function restoreStudent(deps: Deps, where: Archived) {
  return setArchived(deps, where, null)
}

async function setArchived({ db, now }: Deps, { courseId, studentId, actor }: Archived, archivedAt: Date | null) {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`select id from "Student" where id = ${studentId}::uuid for update`
    const before = await findLiving(tx, { courseId, studentId })
    if ((before.archivedAt === null) === (archivedAt === null)) return before
    const student = await tx.student.update({ where: { id: studentId }, data: { archivedAt, updatedAt: now() } })
    await audit(tx, {
      courseId,
      actor,
      action: archivedAt ? 'student.archive' : 'student.restore',
      subject: `student:${studentId}`,
    })
    return student
  })
}
