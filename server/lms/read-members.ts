import { z } from 'zod'
import { mostRosterLines } from '#contract/students/roster-import.ts'
import { launchRoleOf } from '#core/lms/roles.ts'
import { Refusal } from '#core/refusal.ts'
import type { LtiContext, LtiPlatform } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readPages } from './ask-service.ts'
import { scopes } from './scopes.ts'
import { ServiceFailed } from './service-failed.ts'

const accept = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json'
/** A text too long or unreadable is left out, not the person. */
const words = z.string().max(400).nullish().catch(null)
const member = z.object({
  user_id: z.string().min(1).max(255),
  status: z.string().nullish().catch(null),
  roles: z.array(z.string().max(400)).max(100).catch([]),
  name: words,
  given_name: words,
  family_name: words,
  email: words,
  lis_person_sourcedid: words,
})
const container = z.object({ members: z.array(member).max(mostRosterLines) })

export type LmsMember = {
  userId: string
  name: string
  givenName: string
  familyName: string
  email: string
  number: string
}
export type Bound = LtiContext & { platform: LtiPlatform }

/**
 * The students of the course of a platform who are there now (Names and Role Provisioning Services 2.0). Throws
 * `lms_unavailable` with the reason.
 */
export async function readMembers(deps: Deps, { platform, nrpsUrl }: Bound) {
  try {
    if (nrpsUrl === null) throw new ServiceFailed('not_offered')
    const pages = await readPages(deps, { platform, scopes: [scopes.members], url: nrpsUrl, accept }, container)
    const all = pages.flatMap(({ members }) => members).filter(({ status }) => isThere(status))
    if (all.length > mostRosterLines) throw new Refusal('too_large', { lines: mostRosterLines })
    const students = all.filter(({ roles }) => launchRoleOf(roles) === 'learner')
    const byUser = new Map(students.map((one) => [one.user_id, memberOf(one)]))
    return { students: [...byUser.values()], others: all.length - students.length }
  } catch (error) {
    if (!(error instanceof ServiceFailed)) throw error
    throw new Refusal('lms_unavailable', { reason: error.code, answer: error.answer })
  }
}

/** Without a status, a member is active; who is inactive or was deleted is not in the class any more. */
const isThere = (status: string | null | undefined) => !/^(?:inactive|deleted)$/i.test(status ?? '')

function memberOf(said: z.output<typeof member>): LmsMember {
  return {
    userId: said.user_id,
    name: clean(said.name),
    givenName: clean(said.given_name),
    familyName: clean(said.family_name),
    email: clean(said.email),
    number: clean(said.lis_person_sourcedid),
  }
}

/** A database holds no U+0000. */
const clean = (text: string | null | undefined) => (text ?? '').replace(/[\0\p{Cs}]/gu, '').trim()

export async function findBoundContext({ db }: Deps, where: { courseId: string; contextId: string }): Promise<Bound> {
  const context = await db.ltiContext.findFirst({
    where: { id: where.contextId, courseId: where.courseId, platform: { approvedAt: { not: null }, disabledAt: null } },
    include: { platform: true },
  })
  if (!context) throw new Refusal('not_found')
  return context
}

export async function listBoundContexts({ db }: Deps, courseId: string) {
  const contexts = await db.ltiContext.findMany({
    where: { courseId, platform: { approvedAt: { not: null }, disabledAt: null } },
    include: { platform: { select: { name: true } } },
    orderBy: [{ title: 'asc' }, { id: 'asc' }],
  })
  return contexts.map(({ id, title, platform, nrpsUrl, scopes: granted }) => ({
    ...{ id, title, platformName: platform.name },
    ...{ hasMembers: nrpsUrl !== null, hasMarks: granted.includes(scopes.score) },
  }))
}
