import { z } from 'zod'
import { courseParams, done, endpoint, instant, text, uuid } from '#contract/endpoint.ts'
import { languages } from '#core/language.ts'
import { secondFactorCode } from './account.ts'

export const roles = ['owner', 'trainer', 'invigilator'] as const
export const role = z.enum(roles)

const email = z.email().max(200)
const personName = text.trim().min(1).max(120)
/** Long enough for any passphrase; a password that is too short has its own refusal. */
const password = text.min(1).max(256)
const token = text.min(20).max(100)

export const courseOfPerson = z.object({
  id: uuid,
  title: text,
  year: text,
  role,
  /** Read only, and out of the lists. */
  isArchived: z.boolean(),
})

export const studentSession = z.object({
  kind: z.literal('student'),
  studentId: uuid,
  name: text,
  courseTitle: text,
})

/** Who is signed in; every page asks this first. */
export const whoAmI = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('visitor'),
    /** Present when students may sign in with the account of their school. */
    signsOn: z.literal(true).optional(),
  }),
  z.object({
    kind: z.literal('staff'),
    personId: uuid,
    name: text,
    email: text,
    /** True when a second factor is required here and not set up yet: the pages then lead there first. */
    mustSetUpSecondFactor: z.boolean(),
  }),
  studentSession,
])

export const getSession = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/session',
  summary: 'Tells who is signed in.',
  reply: whoAmI,
})

export const signIn = endpoint({
  access: 'anyone',
  method: 'POST',
  path: '/api/session',
  summary: 'Signs a member of staff in with e-mail, password and, when they have one, their second factor.',
  body: z.strictObject({ email: text.trim().max(200), password, secondFactor: secondFactorCode.optional() }),
  reply: whoAmI,
  refusals: ['wrong_credentials', 'second_factor_needed', 'wrong_second_factor', 'too_many_requests'],
})

export const signOut = endpoint({
  access: 'anyone',
  method: 'DELETE',
  path: '/api/session',
  summary: 'Ends this session.',
  reply: done,
})

export const signOutEverywhere = endpoint({
  access: 'staff',
  withoutSecondFactor: true,
  method: 'DELETE',
  path: '/api/sessions',
  summary: 'Ends every session of the caller, this one included.',
  reply: done,
})

export const changePassword = endpoint({
  access: 'staff',
  method: 'PUT',
  path: '/api/password',
  summary: 'Changes the password of the caller and ends their other sessions.',
  body: z.strictObject({ current: password, next: password }),
  reply: done,
  refusals: ['wrong_credentials', 'password_too_short', 'password_too_common', 'too_many_requests'],
})

export const linkPurposes = ['first_trainer', 'invitation', 'sign_in'] as const

export const readLink = endpoint({
  access: 'anyone',
  method: 'POST',
  path: '/api/sign-in-links/reading',
  summary: 'Reads a one-time link without using it.',
  body: z.strictObject({ token }),
  reply: z.object({
    purpose: z.enum(linkPurposes),
    email: text.nullable(),
    name: text.nullable(),
    courseTitle: text.nullable(),
    role: role.nullable(),
    /** An invited person who already has an account keeps their password. */
    hasPassword: z.boolean(),
  }),
  refusals: ['link_unusable', 'too_many_requests'],
})

export const useLink = endpoint({
  access: 'anyone',
  method: 'POST',
  path: '/api/sign-in-links/use',
  summary: 'Uses a one-time link: sets name, e-mail and password where they are missing, and signs in.',
  body: z.strictObject({
    token,
    name: personName.optional(),
    email: email.optional(),
    password: password.optional(),
    secondFactor: secondFactorCode.optional(),
  }),
  reply: whoAmI,
  refusals: [
    'link_unusable',
    'password_too_short',
    'password_too_common',
    'email_taken',
    'wrong_credentials',
    'second_factor_needed',
    'wrong_second_factor',
    'too_many_requests',
  ],
})

export const signInStudent = endpoint({
  access: 'anyone',
  lane: 'entrance',
  method: 'POST',
  path: '/api/student-session',
  summary:
    'Signs a student in with the join code of an exam, or that of practice in a course, and their personal code.',
  body: z.strictObject({
    joinCode: text.trim().min(1).max(40),
    personalCode: text.trim().min(1).max(40),
  }),
  /** Includes the session, so that the next page need not ask for it. `examId`: null with the code for practice. */
  reply: z.object({ examId: uuid.nullable(), session: studentSession }),
  refusals: ['wrong_code', 'not_in_audience', 'other_slot', 'too_many_requests'],
})

export const listCourses = endpoint({
  access: 'staff',
  method: 'GET',
  path: '/api/courses',
  scopes: ['read_results', 'import_class'],
  summary: 'Lists the courses the caller has a right in.',
  reply: z.object({ courses: z.array(courseOfPerson) }),
})

export const createCourse = endpoint({
  access: 'staff',
  method: 'POST',
  path: '/api/courses',
  summary: 'Creates an empty course; the caller becomes its owner.',
  body: z.strictObject({
    title: text.trim().min(1).max(200),
    year: text.trim().max(20).default(''),
    language: z.enum(languages).default('fr'),
    timeZone: text.max(60).default('Europe/Paris'),
  }),
  reply: courseOfPerson,
})

const courseFields = z.strictObject({
  title: text.trim().min(1).max(200),
  year: text.trim().max(20),
  timeZone: text.max(60),
  /** A few sentences; left as they are when absent. */
  summary: text.trim().max(1_000).optional(),
})

export const getCourse = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId',
  summary: 'Reads a course: its outline and the role of the caller in it.',
  params: courseParams,
  reply: courseOfPerson.extend({
    summary: text,
    /** That of its questions, and of « Vrai/Faux ». */
    language: z.enum(languages),
    timeZone: text,
    sessions: z.array(
      z.object({
        id: text,
        title: text,
        labs: z.array(text),
        sections: z.array(
          z.object({
            id: text,
            title: text,
            objectives: z.array(text),
          }),
        ),
      }),
    ),
  }),
})

export const updateCourse = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId',
  summary: 'Changes the title, year, time zone and summary of a course.',
  params: courseParams,
  body: courseFields,
  reply: done,
})

export const listMembers = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/members',
  summary: 'Lists the people of a course and the invitations not yet used.',
  params: courseParams,
  reply: z.object({
    members: z.array(z.object({ personId: uuid, name: text, email: text, role, hasSecondFactor: z.boolean() })),
    invitations: z.array(z.object({ id: uuid, email: text, role, expiresAt: instant })),
  }),
})

export const inviteMember = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/invitations',
  summary: 'Makes a one-time invitation link; it is shown once.',
  params: courseParams,
  /** `send`: also by e-mail, when the course lets it. */
  body: z.strictObject({ email, role, send: z.boolean().default(false) }),
  reply: z.object({ link: z.url(), expiresAt: instant }),
  refusals: ['mail_off'],
})

export const cancelInvitation = endpoint({
  access: 'owner',
  method: 'DELETE',
  path: '/api/courses/:courseId/invitations/:invitationId',
  summary: 'Cancels an invitation that was not used.',
  onArchived: true,
  params: courseParams.extend({ invitationId: uuid }),
  reply: done,
})

export const changeMember = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId/members/:personId',
  summary: 'Changes the role of a person in a course.',
  onArchived: true,
  params: courseParams.extend({ personId: uuid }),
  body: z.strictObject({ role }),
  reply: done,
  refusals: ['last_owner'],
})

export const removeMember = endpoint({
  access: 'owner',
  method: 'DELETE',
  path: '/api/courses/:courseId/members/:personId',
  summary: 'Removes a person from a course.',
  onArchived: true,
  params: courseParams.extend({ personId: uuid }),
  reply: done,
  refusals: ['last_owner'],
})

export const removeMemberSecondFactor = endpoint({
  access: 'owner',
  method: 'DELETE',
  path: '/api/courses/:courseId/members/:personId/second-factor',
  summary: 'Turns off the second factor of a colleague who lost it; only when the caller owns every course of theirs.',
  onArchived: true,
  params: courseParams.extend({ personId: uuid }),
  reply: done,
  refusals: ['member_elsewhere'],
})

export const giveMemberLink = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/members/:personId/link',
  summary:
    'Makes a one-time link with which a colleague chooses a new password; only when the caller owns every course of theirs.',
  onArchived: true,
  params: courseParams.extend({ personId: uuid }),
  body: z.strictObject({ send: z.boolean().default(false) }),
  reply: z.object({ link: z.url(), expiresAt: instant }),
  refusals: ['member_elsewhere', 'own_link', 'mail_off'],
})
