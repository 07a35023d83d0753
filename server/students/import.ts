import { mostRosterLines } from '#contract/students/roster-import.ts'
import { Refusal } from '#core/refusal.ts'
import type { RosterLine, RosterStudent } from '#core/students/roster.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { refuseOwnLines } from '#server/platform/own-work.ts'
import { lockClass } from './class-lock.ts'
import { planRosterImport, type RosterPlan } from './plan-import.ts'
import type { RosterContent } from './read-roster.ts'
import { readRosterInThread } from './read-roster-in-thread.ts'

type Import = { courseId: string; content: RosterContent; fingerprint: string; actor: Actor }
type NewLine = Extract<RosterLine, { outcome: 'new' }>
type ChangedLine = Extract<RosterLine, { outcome: 'changed' }>

/** Writes the previewed import in one transaction, with the class locked against other changes. */
export async function importStudents(deps: Deps, { courseId, content, fingerprint, actor }: Import) {
  const roster = await readRosterInThread(content)
  return deps.db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const plan = await planRosterImport(tx, { courseId, roster, mends: content.mends })
      if (plan.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
      const written = await writeRoster(tx, { deps, courseId, plan, actor })
      if (!written) throw new Refusal('nothing_to_import')
      const { importId, added, changed, students } = written
      const isUnread = ({ doubts }: RosterLine) => doubts?.includes('extra_time_unread')
      const unreadExtraTimeIds = students.filter(({ line }) => isUnread(line)).map(({ studentId }) => studentId)
      return { importId, added, changed, unreadExtraTimeIds }
    },
    { timeout: 60_000 },
  )
}

type Planned = { deps: Deps; courseId: string; plan: RosterPlan; actor: Actor }

/** Adds and changes what the plan says, with a record to undo it; null when it says nothing. The class is locked. */
export async function writeRoster(tx: Prisma.TransactionClient, { deps, courseId, plan, actor }: Planned) {
  const at = deps.now()
  const newLines = plan.lines.filter((line): line is NewLine => line.outcome === 'new')
  const fresh = newLines.map(({ student }) => student)
  const changed = plan.lines.filter((line): line is ChangedLine => line.outcome === 'changed')
  if (fresh.length + changed.length === 0) return null
  await refuseOwnLines(deps, { courseId, personId: actor.id, studentIds: changed.map(({ id }) => id) })
  if (plan.known.length + fresh.length > mostRosterLines) throw new Refusal('too_large', { lines: mostRosterLines })
  const before = changed.flatMap(({ id }) => plan.known.find((student) => student.id === id) ?? [])
  const added = await addAll(tx, { courseId, students: fresh, at })
  for (const { id, student } of changed) await tx.student.update({ where: { id }, data: { ...student, updatedAt: at } })
  const { id: importId } = await tx.studentImport.create({
    data: { courseId, at, byName: actor.name, added, changed: before },
  })
  const after = { added: added.length, changed: changed.map((line) => ({ id: line.id, changes: line.changes })) }
  await audit(tx, { courseId, actor, action: 'students.import', subject: `import:${importId}`, after })
  const students = [
    ...added.map((studentId, rank) => ({ studentId, line: newLines[rank] as RosterLine })),
    ...changed.map((line) => ({ studentId: line.id, line: line as RosterLine })),
  ]
  return { importId, added: added.length, changed: changed.length, students }
}

type Batch = { courseId: string; students: readonly RosterStudent[]; at: Date }

async function addAll(tx: Prisma.TransactionClient, { courseId, students, at }: Batch): Promise<string[]> {
  const rows = await tx.student.createManyAndReturn({
    data: students.map((student) => ({ ...student, courseId, createdAt: at, updatedAt: at })),
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}
