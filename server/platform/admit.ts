import type { Endpoint } from '#contract/endpoint.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { type AnyCaller, type CourseCaller, type Role, rank, type StaffCaller } from './caller.ts'
import type { Deps } from './deps.ts'
import { findSession } from './session.ts'

type AdmitInput = {
  endpoint: Pick<Endpoint, 'access' | 'withoutSecondFactor' | 'method' | 'onArchived'>
  /** Of a session. */
  token: string | undefined
  /** The holder of the API token this call comes with; no session is then looked at. */
  holder: StaffCaller | undefined
  courseId: string | undefined
  /** Called when a member of staff lacks the right. */
  onRefused: (caller: StaffCaller) => Promise<void>
}

/** Checks access, or refuses. Anything of another course is a 404, not a 403, so the order of the checks matters. */
export async function admit(deps: Deps, { endpoint, token, holder, courseId, onRefused }: AdmitInput) {
  const { access } = endpoint
  const known = holder ?? (token ? await findSession(deps, token) : null)
  const caller: AnyCaller = known ?? { kind: 'visitor' }
  if (access === 'anyone') return caller
  if (caller.kind === 'visitor') throw new Refusal('not_signed_in')
  if (caller.kind === 'student') {
    if (access !== 'student') throw new Refusal('not_allowed')
    return caller
  }
  try {
    if (!endpoint.withoutSecondFactor) await requireSecondFactor(deps, caller)
    if (access === 'student') throw new Refusal('not_allowed')
    return access === 'staff' ? caller : await member(deps, { caller, endpoint, least: access, courseId })
  } catch (error) {
    if (error instanceof Refusal && !notOfRights.includes(error.code)) await onRefused(caller)
    throw error
  }
}

/** Refusals that say nothing about the rights of the caller. */
const notOfRights: readonly RefusalCode[] = ['second_factor_missing', 'course_archived']

/** Reads the database again before refusing, because another server may have activated it. */
async function requireSecondFactor({ settings, pool }: Deps, { personId, hasSecondFactor }: StaffCaller) {
  if (!settings.requireSecondFactor || hasSecondFactor) return
  const { rows } = await pool.query('select from "Person" where id = $1 and "secondFactorAt" is not null', [personId])
  if (rows.length === 0) throw new Refusal('second_factor_missing')
}

type MemberInput = {
  caller: StaffCaller
  endpoint: Pick<Endpoint, 'method' | 'onArchived'>
  least: Role
  courseId: string | undefined
}

/** The caller with their role. An archived course is read only. */
async function member(deps: Deps, { caller, endpoint, least, courseId }: MemberInput): Promise<CourseCaller> {
  if (!courseId) throw new Error('an endpoint of a course needs :courseId in its path')
  const { rows } = await deps.pool.query<{ role: Role; isArchived: boolean }>({
    name: 'membership',
    text: `select m.role, c."archivedAt" is not null as "isArchived"
           from "Membership" m join "Course" c on c.id = m."courseId" where m."courseId" = $1 and m."personId" = $2`,
    values: [courseId, caller.personId],
  })
  const [found] = rows
  if (!found) throw new Refusal('not_found')
  const { role, isArchived } = found
  if (rank[role] < rank[least]) throw new Refusal('not_allowed')
  if (isArchived && endpoint.method !== 'GET' && !endpoint.onArchived) throw new Refusal('course_archived')
  return { ...caller, courseId, role }
}
