import type { Access, Endpoint } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from './deps.ts'
import { findSession } from './session.ts'

export type Role = 'owner' | 'trainer' | 'invigilator'

export type StaffCaller = {
  kind: 'staff'
  sessionId: string
  personId: string
  name: string
  hasSecondFactor: boolean
}
/** Staff in the course named by the path, with the role they hold there. */
export type CourseCaller = StaffCaller & { courseId: string; role: Role }
export type StudentCaller = {
  kind: 'student'
  sessionId: string
  studentId: string
  courseId: string
  name: string
}
export type Visitor = { kind: 'visitor' }
export type AnyCaller = Visitor | StaffCaller | StudentCaller

/** What a handler knows of its caller, given the access of its endpoint. */
export type CallerOf<A extends Access> = A extends 'student'
  ? StudentCaller
  : A extends 'staff'
    ? StaffCaller
    : A extends 'anyone'
      ? AnyCaller
      : CourseCaller

/** Which role may do more. */
export const rank: Record<Role, number> = { invigilator: 1, trainer: 2, owner: 3 }

type Asking = {
  endpoint: Pick<Endpoint, 'access' | 'withoutSecondFactor'>
  token: string | undefined
  courseId: string | undefined
  /** Called with a member of staff whose right is refused. */
  onRefused: (caller: StaffCaller) => Promise<void>
}

/** Lets the caller in, or refuses. Order matters: what belongs to another course does not exist (404, not 403). */
export async function admit(deps: Deps, { endpoint, token, courseId, onRefused }: Asking) {
  const { access } = endpoint
  const caller: AnyCaller = token ? ((await findSession(deps, token)) ?? { kind: 'visitor' }) : { kind: 'visitor' }
  if (access === 'anyone') return caller
  if (caller.kind === 'visitor') throw new Refusal('not_signed_in')
  if (caller.kind === 'student') {
    if (access !== 'student') throw new Refusal('not_allowed')
    return caller
  }
  try {
    if (!endpoint.withoutSecondFactor) await requireSecondFactor(deps, caller)
    if (access === 'student') throw new Refusal('not_allowed')
    return access === 'staff' ? caller : await member(deps, caller, access, courseId)
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'second_factor_missing') await onRefused(caller)
    throw error
  }
}

/** Asked of the database again before it is refused: another server may have seen it turned on. */
async function requireSecondFactor({ settings, pool }: Deps, { personId, hasSecondFactor }: StaffCaller) {
  if (!settings.requireSecondFactor || hasSecondFactor) return
  const { rows } = await pool.query('select from "Person" where id = $1 and "secondFactorAt" is not null', [personId])
  if (rows.length === 0) throw new Refusal('second_factor_missing')
}

async function member(
  deps: Deps,
  caller: StaffCaller,
  least: Role,
  courseId: string | undefined,
): Promise<CourseCaller> {
  if (!courseId) throw new Error('an endpoint of a course needs :courseId in its path')
  const { rows } = await deps.pool.query<{ role: Role }>({
    name: 'membership',
    text: 'select role from "Membership" where "courseId" = $1 and "personId" = $2',
    values: [courseId, caller.personId],
  })
  const role = rows[0]?.role
  if (!role) throw new Refusal('not_found')
  if (rank[role] < rank[least]) throw new Refusal('not_allowed')
  return { ...caller, courseId, role }
}
