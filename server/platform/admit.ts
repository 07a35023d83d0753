import type { Endpoint } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { type AnyCaller, type CourseCaller, type Role, rank, type StaffCaller } from './caller.ts'
import type { Deps } from './deps.ts'
import { findSession } from './session.ts'

type AdmitInput = {
  endpoint: Pick<Endpoint, 'access' | 'withoutSecondFactor'>
  token: string | undefined
  courseId: string | undefined
  /** Called with a member of staff whose right is refused. */
  onRefused: (caller: StaffCaller) => Promise<void>
}

/** Lets the caller in, or refuses. Order matters: what belongs to another course does not exist (404, not 403). */
export async function admit(deps: Deps, { endpoint, token, courseId, onRefused }: AdmitInput) {
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
