import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockClass } from './class-lock.ts'

type Undone = { courseId: string; importId: string; actor: Actor }

/**
 * Undoes an import: deletes the students it added and restores those it changed. Refused once something depends on it.
 */
export async function undoImport({ db, now }: Deps, { courseId, importId, actor }: Undone) {
  await db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const done = await tx.studentImport.findFirst({ where: { id: importId, courseId } })
      if (!done) throw new Refusal('not_found')
      const added = done.added as string[]
      const changed = done.changed
      await refuseInUse(tx, { at: done.at, added, changed: changed.map(({ id }) => id) })
      await tx.student.deleteMany({ where: { id: { in: added }, courseId } })
      for (const { id, ...before } of changed)
        await tx.student.update({ where: { id }, data: { ...before, updatedAt: now() } })
      await tx.studentImport.delete({ where: { id: importId } })
      const before = { added: added.length, changed: changed.length }
      await audit(tx, { courseId, actor, action: 'students.undo_import', subject: `import:${importId}`, before })
    },
    { timeout: 60_000 },
  )
  return { done: true as const }
}

type ImportRecord = { at: Date; added: readonly string[]; changed: readonly string[] }

async function refuseInUse(tx: Prisma.TransactionClient, { at, added, changed }: ImportRecord) {
  // Any change to them since the import, by a person or by a later import.
  const touched = await tx.student.count({
    where: { id: { in: [...added, ...changed] }, NOT: { updatedAt: at } },
  })
  const used = await tx.student.count({
    where: {
      id: { in: [...added] },
      OR: [
        { codeHash: { not: null } },
        { attempts: { some: {} } },
        { memberships: { some: {} } },
        { entries: { some: {} } },
      ],
    },
  })
  if (touched + used > 0) throw new Refusal('import_in_use', { students: touched + used })
}
