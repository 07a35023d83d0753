import type { StudentState, StudentStates, StudentsChange } from '#contract/students/students.ts'
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

type RestoreStudentsInput = Place & { states: readonly StudentStates[] }

/** Gives back what `changeStudents` took, except to those who were changed again since: a colleague decided otherwise. */
export async function restoreStudents(deps: Deps, { courseId, actor, states }: RestoreStudentsInput) {
  const takenById = new Map(states.map((taken) => [taken.before.id, taken]))
  const left = new Map<string, Pick<Student, 'id' | 'familyName' | 'givenName'>>()
  const wanted = (student: Student): StudentState => {
    const now = stateOf(student)
    const given = givenBack(now, takenById.get(student.id))
    const { id, familyName, givenName } = student
    if (given === null) left.set(id, { id, familyName, givenName })
    return given ?? now
  }
  const studentIds = [...takenById.keys()]
  const written = await writeStates(deps, { courseId, actor, studentIds, wanted, what: { kind: 'undo' } })
  return { changed: written.states.length, left: [...left.values()] }
}

/** Only what the change took: null when one of these is no longer as the change left it. */
function givenBack(now: StudentState, taken: StudentStates | undefined): StudentState | null {
  if (!taken) return now
  const isSame = (one: unknown, other: unknown) => canonicalJson(one) === canonicalJson(other)
  const parts = (['group', 'extraTime', 'isArchived'] as const).filter(
    (part) => !isSame(taken.before[part], taken.after[part]),
  )
  if (parts.some((part) => !isSame(now[part], taken.after[part]))) return null
  return { ...now, ...Object.fromEntries(parts.map((part) => [part, taken.before[part]])) }
}

type WriteStatesInput = Place & {
  studentIds: readonly string[]
  wanted: (student: Student) => StudentState
  what: object
}

async function writeStates(deps: Deps, { courseId, actor, studentIds, wanted, what }: WriteStatesInput) {
  const at = deps.now()
  const states = await deps.db.$transaction(
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
      const states = moved.map((student): StudentStates => ({ before: stateOf(student), after: wanted(student) }))
      if (moved.length > 0) {
        const subject = `course:${courseId}`
        const after = { ...what, count: moved.length, studentIds: moved.map(({ id }) => id) }
        const before = { states: moved.map(stateOf) }
        await audit(tx, { courseId, actor, action: 'students.change', subject, before, after })
      }
      return states
    },
    { timeout: 60_000 },
  )
  await clearSessionCaches(deps)
  return { states }
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
