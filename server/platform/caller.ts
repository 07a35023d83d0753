import type { Access } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from './deps.ts'
import { findSession } from './session.ts'

export type Role = 'owner' | 'trainer' | 'invigilator'

export type StaffCaller = {
  kind: 'staff'
  sessionId: string
  personId: string
  name: string
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

const rank: Record<Role, number> = { invigilator: 1, trainer: 2, owner: 3 }

/** Lets the caller in, or refuses. Order matters: what belongs to another course does not exist (404, not 403). */
export async function admit(deps: Deps, access: Access, token: string | undefined, courseId: string | undefined) {
  const caller: AnyCaller = token ? ((await findSession(deps, token)) ?? { kind: 'visitor' }) : { kind: 'visitor' }
  if (access === 'anyone') return caller
  if (caller.kind === 'visitor') throw new Refusal('not_signed_in')
  if (access === 'student') return only(caller, 'student')
  if (access === 'staff') return only(caller, 'staff')
  return member(deps, only(caller, 'staff'), access, courseId)
}

function only<K extends 'student' | 'staff'>(caller: StaffCaller | StudentCaller, kind: K) {
  if (caller.kind !== kind) throw new Refusal('not_allowed')
  return caller as Extract<StaffCaller | StudentCaller, { kind: K }>
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
