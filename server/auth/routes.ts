import * as contract from '#contract/auth.ts'
import { actorOf } from '#server/platform/audit.ts'
import type { AnyCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http, Serve } from '#server/platform/serve.ts'
import { changeMember, removeMember } from './change-member.ts'
import { changePassword } from './change-password.ts'
import { createCourse } from './create-course.ts'
import { cancelInvitation, inviteMember } from './invite.ts'
import { rememberDevice } from './known-device.ts'
import { findCourse, findPersonEmail, listCourses, listMembers, titleOfCourse } from './queries.ts'
import { readLink } from './read-link.ts'
import { endSession, endSessionsOf, startSession } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { anyStudent, signInStudent } from './sign-in-student.ts'
import { updateCourse } from './update-course.ts'
import { useLink } from './use-link.ts'

export function authRoutes(serve: Serve, deps: Deps) {
  serve(contract.getSession, async (_input, caller) => {
    if (caller.kind === 'visitor') return { kind: 'visitor' as const }
    if (caller.kind === 'staff') return staffView(deps, caller)
    return {
      ...caller,
      courseTitle: await titleOfCourse(deps, caller.courseId),
    }
  })

  serve(contract.signIn, async ({ body }, caller, http) => {
    const person = await signIn(deps, { ...body, ip: http.ip, device: http.device })
    await enter(deps, { holder: { personId: person.id }, caller, http })
    return staffView(deps, { personId: person.id, name: person.name })
  })

  serve(contract.signOut, async (_input, caller, http) => {
    if (caller.kind !== 'visitor') await endSession(deps, caller.sessionId)
    http.clearSession()
    return { done: true as const }
  })

  serve(contract.signOutEverywhere, async (_input, caller, http) => {
    await endSessionsOf(deps, { personId: caller.personId })
    http.clearSession()
    return { done: true as const }
  })

  serve(contract.changePassword, async ({ body }, caller, http) => {
    await changePassword(deps, { ...body, personId: caller.personId })
    const { token, expiresAt } = await startSession(deps, {
      personId: caller.personId,
      userAgent: http.userAgent,
    })
    http.setSession(token, expiresAt)
    return { done: true as const }
  })

  serve(contract.readLink, async ({ body }, _caller, http) => readLink(deps, { ...body, ip: http.ip }))

  serve(contract.useLink, async ({ body }, caller, http) => {
    const person = await useLink(deps, { ...body, ip: http.ip, device: http.device })
    await enter(deps, { holder: { personId: person.id }, caller, http })
    return staffView(deps, { personId: person.id, name: person.name })
  })

  serve(contract.signInStudent, async ({ body }, caller, http) => {
    const { student, examId } = await signInStudent(deps, { ...body, ip: http.ip, device: http.device })
    await enter(deps, { holder: { studentId: student.id }, caller, http })
    const { id: studentId, givenName, familyName, courseTitle } = student
    return { examId, session: { kind: 'student' as const, studentId, name: `${givenName} ${familyName}`, courseTitle } }
  })

  serve(contract.listCourses, async (_input, caller) => ({
    courses: await listCourses(deps, caller.personId),
  }))
  serve(contract.createCourse, async ({ body }, caller) => createCourse(deps, { ...body, actor: actorOf(caller) }))
  serve(contract.getCourse, async ({ params }, caller) => ({
    ...(await findCourse(deps, params.courseId)),
    role: caller.role,
  }))
  serve(contract.updateCourse, async ({ params, body }, caller) =>
    updateCourse(deps, { ...params, ...body, actor: actorOf(caller) }),
  )

  serve(contract.listMembers, async ({ params }) => listMembers(deps, params.courseId))
  serve(contract.inviteMember, async ({ params, body }, caller, http) =>
    inviteMember(deps, {
      ...params,
      ...body,
      origin: http.origin,
      actor: actorOf(caller),
    }),
  )
  serve(contract.cancelInvitation, async ({ params }, caller) =>
    cancelInvitation(deps, { ...params, actor: actorOf(caller) }),
  )
  serve(contract.changeMember, async ({ params, body }, caller) =>
    changeMember(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(contract.removeMember, async ({ params }, caller) => removeMember(deps, { ...params, actor: actorOf(caller) }))
}

type Entering = { holder: { personId: string } | { studentId: string }; caller: AnyCaller; http: Http }

/** A new token at each sign-in: one fixed beforehand by somebody else is worth nothing. */
async function enter(deps: Deps, { holder, caller, http }: Entering) {
  if (caller.kind !== 'visitor') await endSession(deps, caller.sessionId)
  const { token, expiresAt } = await startSession(deps, { ...holder, userAgent: http.userAgent })
  http.setSession(token, expiresAt)
  const known = 'personId' in holder ? `person:${holder.personId}` : anyStudent
  http.setDevice(rememberDevice(deps, { device: http.device, holder: known }))
}

async function staffView(deps: Deps, { personId, name }: { personId: string; name: string }) {
  return {
    kind: 'staff' as const,
    personId,
    name,
    email: await findPersonEmail(deps, personId),
  }
}
