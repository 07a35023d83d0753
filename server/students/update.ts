import type { RosterStudent } from '#core/students/roster.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockClass } from './class-lock.ts'
import { fieldsOf, findLiving, listKnown } from './queries.ts'
import { refuseSamePerson, tidyFields } from './same-person.ts'

type UpdateStudentInput = { courseId: string; studentId: string; fields: RosterStudent; actor: Actor }

/** A corrected extra time applies at once, even to a running copy, because the sitting reads it again. */
export async function updateStudent({ db, now }: Deps, { courseId, studentId, fields, actor }: UpdateStudentInput) {
  return db.$transaction(async (tx) => {
    await lockClass(tx, courseId)
    const before = fieldsOf(await findLiving(tx, { courseId, studentId }))
    const data = tidyFields(fields)
    const others = (await listKnown(tx, courseId)).filter(
      (other) => other.id !== studentId && other.mergedIntoId !== studentId,
    )
    refuseSamePerson(data, others)
    const student = await tx.student.update({ where: { id: studentId }, data: { ...data, updatedAt: now() } })
    await audit(tx, {
      courseId,
      actor,
      action: 'student.update',
      subject: `student:${studentId}`,
      before,
      after: data,
    })
    return student
  })
}
