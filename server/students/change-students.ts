import type { StudentState, StudentsChange } from '#contract/students/students.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma, Student } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { lockClass } from './class-lock.ts'

type Place = { courseId: string; actor: Actor }
type ChangeStudentsInput = Place & { studentIds: readonly string[]; change: StudentsChange }

/** Changes several students at once, in one transaction, with one line in the journal; who already is so is left alone. */
export async function changeStudents(deps: Deps, { courseId, actor, studentIds, change }: ChangeStudentsInput) {
  const wanted = (student: Student): StudentState => ({ ...stateOf(student), ...changed(change) })
  return writeStates(deps, { courseId, actor, studentIds, wanted, what: change })
}

/** Gives back what `changeStudents` said they had before. */
export async function restoreStudents(
  deps: Deps,
  { courseId, actor, students }: Place & { students: readonly StudentState[] },
) {
  const stateById = new Map(students.map((state) => [state.id, state]))
  const wanted = (student: Student): StudentState => stateById.get(student.id) ?? stateOf(student)
  const studentIds = students.map(({ id }) => id)
  const { before } = await writeStates(deps, { courseId, actor, studentIds, wanted, what: { kind: 'undo' } })
  return { changed: before.length }
}

type WriteStatesInput = Place & {
  studentIds: readonly string[]
  wanted: (student: Student) => StudentState
  what: object
}

async function writeStates(deps: Deps, { courseId, actor, studentIds, wanted, what }: WriteStatesInput) {
  const at = deps.now()
  const before = await deps.db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const students = await tx.student.findMany({ where: { courseId, id: { in: [...studentIds] } } })
      if (students.length < new Set(studentIds).size) throw new Refusal('not_found')
      if (students.some(({ anonymisedAt, mergedIntoId }) => anonymisedAt !== null || mergedIntoId !== null))
        throw new Refusal('student_gone')
      const moved = students.filter((student) => canonicalJson(wanted(student)) !== canonicalJson(stateOf(student)))
      for (const student of moved) await writeState(tx, { student, state: wanted(student), at })
      const leaving = moved.filter((student) => student.archivedAt === null && wanted(student).isArchived)
      await tx.session.deleteMany({ where: { studentId: { in: leaving.map(({ id }) => id) } } })
      const states = moved.map(stateOf)
      if (states.length > 0) {
        const subject = `course:${courseId}`
        const after = { ...what, count: states.length, studentIds: states.map(({ id }) => id) }
        await audit(tx, { courseId, actor, action: 'students.change', subject, before: { states }, after })
      }
      return states
    },
    { timeout: 60_000 },
  )
  await clearSessionCaches(deps)
  return { before }
}

type WriteStateInput = { student: Student; state: StudentState; at: Date }

function writeState(tx: Prisma.TransactionClient, { student, state, at }: WriteStateInput) {
  const { group, extraTime, isArchived } = state
  const archivedAt = isArchived ? (student.archivedAt ?? at) : null
  return tx.student.update({ where: { id: student.id }, data: { group, extraTime, archivedAt, updatedAt: at } })
}

const stateOf = ({ id, group, extraTime, archivedAt }: Student): StudentState => ({
  ...{ id, group, extraTime, isArchived: archivedAt !== null },
})

function changed(change: StudentsChange): Partial<StudentState> {
  switch (change.kind) {
    case 'group':
      return { group: change.group }
    case 'extraTime':
      return { extraTime: change.extraTime }
    case 'archive':
      return { isArchived: true }
    case 'restore':
      return { isArchived: false }
  }
}
