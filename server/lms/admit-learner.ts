import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import { matchLearner } from '#core/lms/match-learner.ts'
import { Refusal } from '#core/refusal.ts'
import type { LtiContext, Prisma } from '#prisma/client/client.ts'
import {
  type ForeignIdentity,
  findStudentsOf,
  isOtherIdentity,
  rememberIdentity,
} from '#server/auth/external-identity.ts'
import type { Deps } from '#server/platform/deps.ts'
import { addStudentIn } from '#server/students/add.ts'
import { lockClass } from '#server/students/class-lock.ts'
import type { LtiMessage } from './read-lti-message.ts'

type Tx = Prisma.TransactionClient
type Given = {
  identity: ForeignIdentity
  person: LtiMessage['person']
  context: Pick<LtiContext, 'addsStudents'> & { courseId: string }
  platformName: string
}

/**
 * The student of the bound course that a learner is: as they came before, else by their number, else by their address,
 * each only when it is one student's. Otherwise they are added, where an owner allows it.
 */
export async function admitLearner(deps: Deps, { identity, person, context, platformName }: Given) {
  const { courseId } = context
  return deps.db.$transaction(async (tx) => {
    const db = { ...deps, db: tx }
    const came = (await findStudentsOf(db, identity)).find((student) => student.courseId === courseId)
    if (came) {
      await rememberIdentity(db, { ...identity, studentId: came.id })
      return came.id
    }
    await lockClass(tx, courseId)
    const studentId =
      (await matched(tx, { courseId, person })) ??
      (context.addsStudents ? await added(deps, tx, { courseId, person, platformName }) : null)
    if (!studentId) throw new LaunchRefusal('student_unknown')
    // Somebody else of this platform is this student already: an address or a number was given again.
    if (await isOtherIdentity(db, { ...identity, studentId })) throw new LaunchRefusal('student_of_another')
    await rememberIdentity(db, { ...identity, studentId })
    return studentId
  })
}

type Looked = { courseId: string; person: LtiMessage['person'] }

async function matched(tx: Tx, { courseId, person }: Looked) {
  const entries = await tx.student.findMany({
    where: { courseId, archivedAt: null },
    select: { id: true, email: true, number: true },
  })
  return matchLearner(person, entries)
}

/** As a trainer would add them: without a name, or when somebody of the class may be them, nobody is added. */
async function added(deps: Deps, tx: Tx, { courseId, person, platformName }: Looked & { platformName: string }) {
  const fields = { ...person, group: '', extraTime: { kind: 'none' as const } }
  try {
    const actor = { id: null, name: platformName }
    return (await addStudentIn(tx, { courseId, fields, actor, at: deps.now() })).id
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
