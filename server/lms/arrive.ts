import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import { findPersonOf } from '#server/auth/external-identity.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import type { AnyCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http } from '#server/platform/serve.ts'
import { admitLearner } from './admit-learner.ts'
import { noteContext } from './bindings.ts'
import { endLaunch, findLaunch, type Launch, prolong } from './logins.ts'

type Arrival = { loginId: string; caller: AnyCaller; http: Http }

export const identityOf = ({ platform, message }: Pick<Launch, 'platform' | 'message'>) => ({
  source: `lti:${platform.id}`,
  subject: message.subject,
})

/** Signs in whom the message names, in the browser where the launch began, and says where they go. */
export async function arrive(deps: Deps, { loginId, caller, http }: Arrival): Promise<string> {
  const launch = await findLaunch(deps, { loginId, http })
  const noted = await noteContext(deps, { platformId: launch.platform.id, message: launch.message })
  if (launch.message.role === 'staff') return arriveAsStaff(deps, { launch, noted, caller, http })
  const to = await arriveAsStudent(deps, { launch, noted, http })
  await endLaunch(deps, { loginId, http })
  return to
}

type Noted = Awaited<ReturnType<typeof noteContext>>
type Described = { launch: Launch; noted: Noted; http: Http }

async function arriveAsStudent(deps: Deps, { launch, noted: { context, link }, http }: Described) {
  const { course, courseId } = context
  if (!course || !courseId) throw new LaunchRefusal('context_not_bound')
  if (course.archivedAt) throw new LaunchRefusal('course_archived')
  const identity = identityOf(launch)
  const studentId = await admitLearner(deps, {
    identity,
    person: launch.message.person,
    context: { courseId, addsStudents: context.addsStudents },
    platformName: launch.platform.name,
  })
  await http.signIn({ studentId }, identity)
  if (link?.isFinalGrade) return '/mon-bilan'
  return link?.examId && (await isShown(deps, { examId: link.examId, courseId }))
    ? `/examens/${link.examId}`
    : '/mes-examens'
}

/** A draft does not exist for students. */
const isShown = async ({ db }: Deps, { examId, courseId }: { examId: string; courseId: string }) =>
  (await db.exam.count({ where: { id: examId, courseId, status: { not: 'draft' } } })) > 0

/**
 * Who is linked is signed in, unless they have a second factor: the platform has not asked for it, so they sign in here.
 * Whatever is left to decide is decided on the page of the launch.
 */
async function arriveAsStaff(deps: Deps, { launch, noted, caller, http }: Described & { caller: AnyCaller }) {
  const identity = identityOf(launch)
  const person = await findPersonOf(deps, identity)
  const isHere = person !== null && caller.kind === 'staff' && caller.personId === person.id
  if (person && !isHere && !person.secondFactorAt) {
    await http.signIn({ personId: person.id }, identity)
    await recordEvent(deps, { personId: person.id, kind: 'signed_in', from: http })
  }
  const isSignedIn = person && (isHere || !person.secondFactorAt)
  const to = isSignedIn ? await decidedPlace(deps, { noted, personId: person.id }) : null
  if (to) {
    await endLaunch(deps, { loginId: launch.login.id, http })
    return to
  }
  await prolong(deps, { loginId: launch.login.id, http })
  return `/lti/lancement/${launch.login.id}`
}

/** Where the activity leads a member of the course; null: something is left to decide. */
async function decidedPlace({ db }: Deps, { noted: { context, link }, personId }: { noted: Noted; personId: string }) {
  const { courseId } = context
  if (!courseId || !link || (await db.membership.count({ where: { courseId, personId } })) === 0) return null
  if (link.isFinalGrade) return `/cours/${courseId}/evaluation`
  return link.examId ? `/cours/${courseId}/examens/${link.examId}` : null
}
