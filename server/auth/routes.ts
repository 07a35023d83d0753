import * as account from '#contract/auth/account.ts'
import * as contract from '#contract/auth/auth.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import { actorOf } from '#server/platform/audit.ts'
import type { AnyCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http, Serve } from '#server/platform/serve.ts'
import { endOneSession, endOthers, listAccountEvents, listSessions } from './account.ts'
import { changeMember, removeMember } from './change-member.ts'
import { changePassword } from './change-password.ts'
import { createCourse } from './create-course.ts'
import { dropMemberSecondFactor } from './drop-second-factor.ts'
import { cancelInvitation, inviteMember } from './invite.ts'
import { rememberDevice } from './known-device.ts'
import { findCourse, findPersonEmail, listCourses, listMembers, titleOfCourse } from './queries.ts'
import { readLink } from './read-link.ts'
import {
  confirmSecondFactor,
  prepareSecondFactor,
  readSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from './second-factor.ts'
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
    const person = await signIn(deps, { ...body, from: http })
    await enter(deps, { holder: { personId: person.id }, caller, http })
    return staffView(deps, { ...person, personId: person.id, hasSecondFactor: person.secondFactorAt !== null })
  })

  serve(contract.signOut, async (_input, caller, http) => {
    if (caller.kind !== 'visitor') await endSession(deps, caller.sessionId)
    http.clearSession()
    return { done: true as const }
  })

  serve(contract.signOutEverywhere, async (_input, caller, http) => {
    await endSessionsOf(deps, { personId: caller.personId })
    await recordEvent(deps, { personId: caller.personId, kind: 'all_ended', from: http })
    http.clearSession()
    return { done: true as const }
  })

  serve(contract.changePassword, async ({ body }, caller, http) => {
    await changePassword(deps, { ...body, personId: caller.personId, from: http })
    const { token, expiresAt } = await startSession(deps, {
      personId: caller.personId,
      userAgent: http.userAgent,
      address: http.ip,
    })
    http.setSession(token, expiresAt)
    return { done: true as const }
  })

  serve(contract.readLink, async ({ body }, _caller, http) => readLink(deps, { ...body, ip: http.ip }))

  serve(contract.useLink, async ({ body }, caller, http) => {
    const person = await useLink(deps, { ...body, from: http })
    await enter(deps, { holder: { personId: person.id }, caller, http })
    return staffView(deps, { ...person, personId: person.id, hasSecondFactor: person.secondFactorAt !== null })
  })

  serve(contract.signInStudent, async ({ body }, caller, http) => {
    const { student, examId } = await signInStudent(deps, { ...body, from: http })
    await enter(deps, { holder: { studentId: student.id }, caller, http })
    const { id: studentId, givenName, familyName, courseTitle } = student
    return { examId, session: { kind: 'student' as const, studentId, name: `${givenName} ${familyName}`, courseTitle } }
  })

  accountRoutes(serve, deps)

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
  serve(contract.removeMemberSecondFactor, async ({ params }, caller) =>
    dropMemberSecondFactor(deps, { ...params, actor: actorOf(caller) }),
  )
  serve(contract.removeMember, async ({ params }, caller) => removeMember(deps, { ...params, actor: actorOf(caller) }))
}

/** What somebody does with their own account. */
function accountRoutes(serve: Serve, deps: Deps) {
  serve(account.listSessions, async (_input, caller) => listSessions(deps, caller))
  serve(account.endSession, async ({ params }, caller, http) =>
    endOneSession(deps, { ...caller, ended: params.sessionId, from: http }),
  )
  serve(account.endOtherSessions, async (_input, caller, http) => endOthers(deps, { ...caller, from: http }))
  serve(account.listAccountEvents, async ({ query }, caller) => listAccountEvents(deps, { ...query, ...caller }))
  serve(account.getSecondFactor, async (_input, caller) => readSecondFactor(deps, caller))
  serve(account.prepareSecondFactor, async ({ body }, caller) => prepareSecondFactor(deps, { ...body, ...caller }))
  serve(account.confirmSecondFactor, async ({ body }, caller, http) =>
    confirmSecondFactor(deps, { ...body, ...caller, from: http }),
  )
  serve(account.renewRecoveryCodes, async ({ body }, caller, http) =>
    renewRecoveryCodes(deps, { ...body, ...caller, from: http }),
  )
  serve(account.removeSecondFactor, async ({ body }, caller, http) =>
    removeSecondFactor(deps, { ...body, ...caller, from: http }),
  )
}

type Entering = { holder: { personId: string } | { studentId: string }; caller: AnyCaller; http: Http }

/** A new token at each sign-in: one fixed beforehand by somebody else is worth nothing. */
async function enter(deps: Deps, { holder, caller, http }: Entering) {
  if (caller.kind !== 'visitor') await endSession(deps, caller.sessionId)
  const { token, expiresAt } = await startSession(deps, { ...holder, userAgent: http.userAgent, address: http.ip })
  http.setSession(token, expiresAt)
  const known = 'personId' in holder ? `person:${holder.personId}` : anyStudent
  http.setDevice(rememberDevice(deps, { device: http.device, holder: known }))
}

type Viewed = { personId: string; name: string; hasSecondFactor: boolean }

async function staffView(deps: Deps, { personId, name, hasSecondFactor }: Viewed) {
  return {
    kind: 'staff' as const,
    personId,
    name,
    email: await findPersonEmail(deps, personId),
    mustSetUpSecondFactor: deps.settings.requireSecondFactor && !hasSecondFactor,
  }
}
