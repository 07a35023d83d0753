import type { LtiOpened } from '#contract/lms/launches.ts'
import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import { Refusal } from '#core/refusal.ts'
import { findPersonOf, rememberIdentity } from '#server/auth/external-identity.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import { type AnyCaller, rank } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http } from '#server/platform/serve.ts'
import { identityOf } from './arrive.ts'
import { noteContext } from './bindings.ts'
import { findLaunch } from './logins.ts'

type Asked = { launchId: string; http: Http }
type By = Asked & { personId: string; actor: Actor }

/** A launch of staff, as its page shows it. */
export async function readLaunch(deps: Deps, { launchId, http, caller }: Asked & { caller: AnyCaller }) {
  const found = await whole(deps, { launchId, http }).catch(nullWhenOver)
  if (!found) return null
  const { launch, context, link, person } = found
  const personId = caller.kind === 'staff' ? caller.personId : null
  const isTheirs = personId !== null && personId === person?.id
  const memberships = isTheirs
    ? await deps.db.membership.findMany({
        where: { personId, course: { archivedAt: null } },
        include: { course: { select: { id: true, title: true, year: true } } },
        orderBy: { course: { createdAt: 'desc' } },
      })
    : []
  const role = memberships.find(({ courseId }) => courseId === context.courseId)?.role ?? null
  const exams = role ? await listExams(deps, context.courseId) : []
  const opensExam = exams.find(({ id }) => id === link?.examId) ?? null
  return {
    platform: launch.platform.name,
    context: context.title,
    link: link && { title: link.title, exam: opensExam, isFinalGrade: link.isFinalGrade },
    account: accountOf({ person, personId }),
    name: caller.kind === 'staff' ? caller.name : null,
    course: context.course && { id: context.course.id, title: context.course.title, role },
    addsStudents: context.addsStudents,
    owned: memberships.flatMap((one) => (one.role === 'owner' ? [one.course] : [])),
    exams,
  }
}

function nullWhenOver(error: unknown) {
  if (error instanceof Refusal && error.code === 'lms_launch_over') return null
  throw error
}

function accountOf({ person, personId }: { person: { id: string } | null; personId: string | null }) {
  if (!person) return personId ? ('signed_in' as const) : ('unknown' as const)
  if (person.id === personId) return 'linked' as const
  return personId ? ('other' as const) : ('second_factor' as const)
}

const listExams = ({ db }: Deps, courseId: string | null) =>
  db.exam.findMany({
    where: { courseId: courseId ?? '' },
    select: { id: true, title: true, status: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  })

/** The first time: they sign in here once, and the platform is then believed about them. */
export async function linkAccount(deps: Deps, { launchId, http, personId, actor }: By) {
  const { launch, person } = await whole(deps, { launchId, http })
  if (person && person.id !== personId) throw new Refusal('lms_identity_taken')
  const identity = identityOf(launch)
  await deps.db.$transaction(async (tx) => {
    await rememberIdentity({ ...deps, db: tx }, { ...identity, personId })
    const subject = `lti_platform:${launch.platform.id}`
    await audit(tx, { courseId: null, actor, action: 'lms.link_account', subject })
  })
  return { done: true as const }
}

type Bound = { courseId: string; addsStudents: boolean }

/** Only who owns a course lets a platform send people into it; only they send them elsewhere later. */
export async function bindContext(deps: Deps, { courseId, addsStudents, ...by }: By & Bound) {
  const { context } = await ofLinked(deps, by)
  await requireRole(deps, { courseId, personId: by.personId, least: 'owner' })
  if (context.courseId) await requireRole(deps, { courseId: context.courseId, personId: by.personId, least: 'owner' })
  const course = await deps.db.course.findUniqueOrThrow({ where: { id: courseId } })
  if (course.archivedAt) throw new Refusal('course_archived')
  await deps.db.$transaction(async (tx) => {
    await tx.ltiContext.update({ where: { id: context.id }, data: { courseId, addsStudents, boundAt: deps.now() } })
    if (context.courseId && context.courseId !== courseId)
      await tx.ltiLink.updateMany({ where: { contextId: context.id }, data: { examId: null, isFinalGrade: false } })
    const subject = `lti_context:${context.id}`
    const after = { context: context.title, addsStudents }
    await audit(tx, { courseId, actor: by.actor, action: 'lms.bind', subject, after })
  })
  return { done: true as const }
}

export async function setLink(deps: Deps, { opened, ...by }: By & { opened: LtiOpened }) {
  const { context, link } = await ofLinked(deps, by)
  if (!link) throw new Refusal('lms_launch_over')
  const { courseId, title } = await requireOpened(deps, { context, personId: by.personId, opened })
  const data =
    opened.kind === 'exam' ? { examId: opened.examId, isFinalGrade: false } : { examId: null, isFinalGrade: true }
  await deps.db.$transaction(async (tx) => {
    await tx.ltiLink.update({ where: { id: link.id }, data })
    const subject = opened.kind === 'exam' ? `exam:${opened.examId}` : `course:${courseId}`
    const after = { activity: link.title, opens: title ?? opened.kind }
    await audit(tx, { courseId, actor: by.actor, action: 'lms.link', subject, after })
  })
  return { done: true as const }
}

type Requirement = { context: { courseId: string | null }; personId: string; opened: LtiOpened }

/** The course and the exam that an activity is to open, when they may decide it. */
export async function requireOpened(deps: Deps, { context: { courseId }, personId, opened }: Requirement) {
  if (!courseId) throw new Refusal('not_found')
  await requireRole(deps, { courseId, personId, least: 'trainer' })
  if (opened.kind === 'final') return { courseId, title: null, exam: null }
  const exam = await deps.db.exam.findFirst({ where: { id: opened.examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  return { courseId, title: exam.title, exam }
}

type Held = { courseId: string; personId: string; least: 'owner' | 'trainer' }

async function requireRole({ db }: Deps, { courseId, personId, least }: Held) {
  const held = await db.membership.findUnique({ where: { courseId_personId: { courseId, personId } } })
  if (!held) throw new Refusal('not_found')
  if (rank[held.role] < rank[least]) throw new Refusal('not_allowed')
}

/** The launch of the account that the caller has here: nobody decides for another. */
export async function ofLinked(deps: Deps, { launchId, http, personId }: Asked & { personId: string }) {
  const found = await whole(deps, { launchId, http })
  if (found.person?.id !== personId) throw new Refusal('not_allowed')
  return found
}

async function whole(deps: Deps, { launchId, http }: Asked) {
  try {
    const launch = await findLaunch(deps, { loginId: launchId, http })
    if (launch.message.role !== 'staff') throw new Refusal('lms_launch_over')
    const noted = await noteContext(deps, { platformId: launch.platform.id, message: launch.message })
    return { launch, ...noted, person: await findPersonOf(deps, identityOf(launch)) }
  } catch (error) {
    if (error instanceof LaunchRefusal) throw new Refusal('lms_launch_over')
    throw error
  }
}
