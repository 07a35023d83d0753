import * as account from '#contract/auth/account.ts'
import * as tokens from '#contract/auth/api-tokens.ts'
import * as contract from '#contract/auth/auth.ts'
import * as mail from '#contract/auth/mail.ts'
import * as practice from '#contract/auth/practice-code.ts'
import * as service from '#contract/auth/service-state.ts'
import * as signOn from '#contract/auth/sign-on.ts'
import * as address from '#contract/auth/student-address.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { endSession, endSessionsOf } from '#server/platform/sessions.ts'
import { endOneSession, endOthers, listAccountEvents, listSessions } from './account.ts'
import { createToken, listTokens, revokeToken } from './api-tokens.ts'
import { changeMember, removeMember } from './change-member.ts'
import { changePassword } from './change-password.ts'
import { createCourse } from './create-course.ts'
import { dropMemberSecondFactor } from './drop-second-factor.ts'
import { cancelInvitation, inviteMember } from './invite.ts'
import { cancelMailing, listMailings, readMail, readMailing, resendMail, sendTrialMail, setMail } from './mailings.ts'
import { closePractice, openPractice, readPracticeCode } from './practice-code.ts'
import { findCourse, findPersonEmail, listCourses, listMembers, titleOfCourse } from './queries.ts'
import { readLink } from './read-link.ts'
import { readServiceState } from './read-service-state.ts'
import { giveMemberLink } from './reset-password.ts'
import {
  confirmSecondFactor,
  prepareSecondFactor,
  readSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from './second-factor.ts'
import { signIn } from './sign-in.ts'
import { signInStudent } from './sign-in-student.ts'
import { endSessionsFrom } from './sign-on/end-sessions.ts'
import { proveSignOn } from './sign-on/prove-sign-on.ts'
import { endSignOn, listProviders, startSignOn } from './sign-on/sign-on.ts'
import { acceptStaffRequest, listStaffRequests, refuseStaffRequest } from './sign-on/staff-requests.ts'
import { readStudentAddress, setStudentAddress } from './student-address.ts'
import { updateCourse } from './update-course.ts'
import { useLink } from './use-link.ts'

export function authRoutes(serve: Serve, deps: Deps) {
  serve(contract.getSession, async (_input, caller) => {
    if (caller.kind === 'visitor') return visitorView(deps)
    if (caller.kind === 'staff') return staffView(deps, caller)
    return {
      ...caller,
      courseTitle: await titleOfCourse(deps, caller.courseId),
    }
  })

  serve(contract.signIn, async ({ body }, _caller, http) => {
    const person = await signIn(deps, { ...body, from: http })
    await http.signIn({ personId: person.id })
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
    await http.signIn({ personId: caller.personId })
    return { done: true as const }
  })

  serve(contract.readLink, ({ body }, _caller, http) => readLink(deps, { ...body, ip: http.ip }))

  serve(contract.useLink, async ({ body }, _caller, http) => {
    const person = await useLink(deps, { ...body, from: http })
    await http.signIn({ personId: person.id })
    return staffView(deps, { ...person, personId: person.id, hasSecondFactor: person.secondFactorAt !== null })
  })

  serve(contract.signInStudent, async ({ body }, _caller, http) => {
    const { student, examId } = await signInStudent(deps, { ...body, from: http })
    await http.signIn({ studentId: student.id })
    const { id: studentId, givenName, familyName, courseTitle } = student
    return { examId, session: { kind: 'student' as const, studentId, name: `${givenName} ${familyName}`, courseTitle } }
  })

  accountRoutes(serve, deps)
  signOnRoutes(serve, deps)

  serve(contract.listCourses, async (_input, caller) => ({
    courses: await listCourses(deps, caller),
  }))
  serve(contract.createCourse, ({ body, actor }) => createCourse(deps, { ...body, actor }))
  serve(contract.getCourse, async ({ params }, caller) => ({
    ...(await findCourse(deps, params.courseId)),
    role: caller.role,
  }))
  serve(contract.updateCourse, ({ params, body, actor }) => updateCourse(deps, { ...params, ...body, actor }))

  serve(mail.getMail, ({ params }) => readMail(deps, params.courseId))
  serve(mail.setMail, ({ params, body, actor }, _caller, http) =>
    setMail(deps, { ...params, ...body, origin: http.origin, actor }),
  )
  serve(mail.sendTrialMail, ({ params, actor }, { personId }) => sendTrialMail(deps, { ...params, personId, actor }))
  serve(mail.listMailings, ({ params }) => listMailings(deps, params.courseId))
  serve(mail.getMailing, ({ params }) => readMailing(deps, params))
  serve(mail.resendMail, ({ params, body, actor }) => resendMail(deps, { ...params, ...body, actor }))
  serve(mail.cancelMailing, ({ params, actor }) => cancelMailing(deps, { ...params, actor }))
  serve(practice.getPracticeCode, ({ params }) => readPracticeCode(deps, params))
  serve(practice.openPractice, ({ params, actor }) => openPractice(deps, { ...params, actor }))
  serve(practice.closePractice, ({ params, actor }) => closePractice(deps, { ...params, actor }))
  serve(address.getStudentAddress, ({ params }, _caller, http) =>
    readStudentAddress(deps, { ...params, origin: http.origin }),
  )
  serve(address.setStudentAddress, ({ params, body, actor }, _caller, http) =>
    setStudentAddress(deps, { ...params, ...body, origin: http.origin, actor }),
  )

  serve(contract.listMembers, ({ params }) => listMembers(deps, params.courseId))
  serve(contract.inviteMember, ({ params, body, actor }, _caller, http) =>
    inviteMember(deps, {
      ...params,
      ...body,
      origin: http.origin,
      actor,
    }),
  )
  serve(contract.cancelInvitation, ({ params, actor }) => cancelInvitation(deps, { ...params, actor }))
  serve(contract.changeMember, ({ params, body, actor }) => changeMember(deps, { ...params, ...body, actor }))
  serve(contract.removeMemberSecondFactor, ({ params, actor }) => dropMemberSecondFactor(deps, { ...params, actor }))
  serve(contract.giveMemberLink, ({ params, body, actor }, _caller, http) =>
    giveMemberLink(deps, { ...params, ...body, origin: http.origin, actor }),
  )
  serve(contract.removeMember, ({ params, actor }) => removeMember(deps, { ...params, actor }))
}

/** Routes for a person's own account. */
function accountRoutes(serve: Serve, deps: Deps) {
  serve(service.readServiceState, (_input, { personId }) => readServiceState(deps, personId))
  serve(tokens.listTokens, (_input, caller) => listTokens(deps, caller))
  serve(tokens.createToken, ({ body }, caller, http) =>
    createToken(deps, { ...body, ...caller, name: body.name, from: http }),
  )
  serve(tokens.revokeToken, ({ params }, caller, http) => revokeToken(deps, { ...params, ...caller, from: http }))
  serve(account.listSessions, (_input, caller) => listSessions(deps, caller))
  serve(account.endSession, ({ params }, caller, http) =>
    endOneSession(deps, { ...caller, ended: params.sessionId, from: http }),
  )
  serve(account.endOtherSessions, (_input, caller, http) => endOthers(deps, { ...caller, from: http }))
  serve(account.listAccountEvents, ({ query }, caller) => listAccountEvents(deps, { ...query, ...caller }))
  serve(account.getSecondFactor, (_input, caller) => readSecondFactor(deps, caller))
  serve(account.prepareSecondFactor, ({ body }, caller) => prepareSecondFactor(deps, { ...body, ...caller }))
  serve(account.confirmSecondFactor, ({ body }, caller, http) =>
    confirmSecondFactor(deps, { ...body, ...caller, from: http }),
  )
  serve(account.renewRecoveryCodes, ({ body }, caller, http) =>
    renewRecoveryCodes(deps, { ...body, ...caller, from: http }),
  )
  serve(account.removeSecondFactor, ({ body }, caller, http) =>
    removeSecondFactor(deps, { ...body, ...caller, from: http }),
  )
}

/** Routes of sign-in with the account of a school. */
function signOnRoutes(serve: Serve, deps: Deps) {
  serve(signOn.listSignOnProviders, () => listProviders(deps))
  serve(signOn.startSignOn, async ({ params, query }, _caller, http) => ({
    to: await startSignOn(deps, http, { ...params, wanted: query.for, back: query.back }),
  }))
  serve(signOn.endSignOn, async ({ params, query }, _caller, http) => ({
    to: await endSignOn(deps, http, { ...params, query }),
  }))
  serve(signOn.proveSignOn, async ({ body }, _caller, http) => {
    const { person, back } = await proveSignOn(deps, http, body)
    return { session: await staffView(deps, { ...person, personId: person.id, hasSecondFactor: true }), back }
  })
  serve(signOn.endSignOnSessions, ({ params, body }) => endSessionsFrom(deps, { ...params, ...body }))
  serve(signOn.listStaffRequests, () => listStaffRequests(deps))
  serve(signOn.acceptStaffRequest, ({ params, body, actor }) => acceptStaffRequest(deps, { ...params, ...body, actor }))
  serve(signOn.refuseStaffRequest, ({ params, actor }) => refuseStaffRequest(deps, { ...params, actor }))
}

const visitorView = ({ settings }: Deps) => ({
  kind: 'visitor' as const,
  ...(settings.signOn.some(({ serves }) => serves.includes('students')) ? { signsOn: true as const } : {}),
})

type StaffViewInput = { personId: string; name: string; hasSecondFactor: boolean }

async function staffView(deps: Deps, { personId, name, hasSecondFactor }: StaffViewInput) {
  return {
    kind: 'staff' as const,
    personId,
    name,
    email: await findPersonEmail(deps, personId),
    mustSetUpSecondFactor: deps.settings.requireSecondFactor && !hasSecondFactor,
  }
}
