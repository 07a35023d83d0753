import { mostRosterLines } from '#contract/students/roster-import.ts'
import { Refusal } from '#core/refusal.ts'
import type { RosterStudent } from '#core/students/roster.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockClass } from './class-lock.ts'
import { listKnown } from './queries.ts'
import { refuseSamePerson, tidyFields } from './same-person.ts'

type Added = { courseId: string; fields: RosterStudent; actor: Actor }

export async function addStudent({ db, now }: Deps, added: Added) {
  return db.$transaction((tx) => addStudentIn(tx, { ...added, at: now() }))
}

/** Within the transaction of whoever adds them. */
export async function addStudentIn(
  tx: Prisma.TransactionClient,
  { courseId, fields, actor, at }: Added & { at: Date },
) {
  await lockClass(tx, courseId)
  const data = tidyFields(fields)
  const known = await listKnown(tx, courseId)
  refuseSamePerson(data, known)
  if (known.length >= mostRosterLines) throw new Refusal('too_large', { students: known.length })
  const student = await tx.student.create({ data: { ...data, courseId, createdAt: at, updatedAt: at } })
  await audit(tx, { courseId, actor, action: 'student.add', subject: `student:${student.id}`, after: data })
  return student
}
