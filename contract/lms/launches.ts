import { z } from 'zod'
import { done, endpoint, redirectReply, text, uuid } from '#contract/endpoint.ts'
import { examStatuses } from '#core/exams/exam.ts'

/** Bounded here; what is missing or wrong is said on a page, by the launch itself. */
const short = text.max(2_000).optional()
const hint = text.max(10_000).optional()
const request = {
  ...{ iss: short, login_hint: hint, target_link_uri: short, client_id: short },
  ...{ lti_message_hint: hint, lti_deployment_id: hint, lti_storage_target: hint },
}

export const beginLtiLogin = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/lti/login',
  summary: 'Begins a launch that a learning platform asks for (OpenID Connect third-party login).',
  kind: 'redirect',
  query: z.object(request),
  reply: redirectReply,
  refusals: ['too_many_requests'],
})

export const beginLtiLoginByForm = endpoint({
  access: 'anyone',
  fromElsewhere: true,
  method: 'POST',
  path: '/api/lti/login',
  summary: 'Begins a launch that a learning platform asks for, by a form.',
  kind: 'redirect',
  body: z.object(request),
  reply: redirectReply,
  refusals: ['too_many_requests'],
})

const ticket = text.min(1).max(100)

export const openLtiTicket = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/lti/open',
  summary: 'Goes on, in a tab of its own, with a launch that began in a frame; once.',
  kind: 'redirect',
  query: z.object({ ticket }),
  reply: redirectReply,
})

export const launchLti = endpoint({
  access: 'anyone',
  fromElsewhere: true,
  method: 'POST',
  path: '/api/lti/launch',
  summary: 'Receives the signed message of a learning platform, proves it and keeps what it says.',
  kind: 'redirect',
  bodyLimit: 256 * 1024,
  body: z.object({
    state: text.max(200).optional(),
    id_token: text.max(200_000).optional(),
    error: text.max(200).optional(),
  }),
  reply: redirectReply,
})

const launchParams = z.object({ launchId: uuid })

export const arriveFromLti = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/lti/launches/:launchId/arrival',
  summary: 'Signs in whom a proven message names, in the browser where its launch began, and sends them on.',
  kind: 'redirect',
  params: launchParams,
  reply: redirectReply,
})

const exam = z.object({ id: uuid, title: text, status: z.enum(examStatuses) })
const launch = z.object({
  platform: text,
  /** The course of the platform. */
  context: text,
  /** The activity that was opened; null: content is being chosen. */
  link: z.object({ title: text, exam: exam.nullable(), isFinalGrade: z.boolean() }).nullable(),
  /** Whose account it is: `unknown` until they sign in here once, `other` when somebody else is signed in. */
  account: z.enum(['unknown', 'signed_in', 'other', 'linked', 'second_factor']),
  name: text.nullable(),
  /** Ours; null: not bound. `role` is theirs in it, null: none. */
  course: z.object({ id: uuid, title: text, role: z.enum(['owner', 'trainer', 'invigilator']).nullable() }).nullable(),
  addsStudents: z.boolean(),
  /** The courses they own, to one of which the context may be bound. */
  owned: z.array(z.object({ id: uuid, title: text, year: text })),
  /** The exams of the bound course. */
  exams: z.array(exam),
})
export type LtiLaunchView = z.output<typeof launch>

export const getLtiLaunch = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/lti/launches/:launchId',
  summary: 'Reads a launch of a member of staff, in the browser where it began, and what is left to decide.',
  params: launchParams,
  /** Null: it is over, or began in another browser. */
  reply: z.object({ launch: launch.nullable() }),
})

export const linkLtiAccount = endpoint({
  access: 'staff',
  method: 'PUT',
  path: '/api/lti/launches/:launchId/account',
  summary: 'Links the caller to who they are on the platform: the next launch signs them in.',
  params: launchParams,
  reply: done,
  refusals: ['lms_launch_over', 'lms_identity_taken'],
})

export const bindLtiContext = endpoint({
  access: 'staff',
  method: 'PUT',
  path: '/api/lti/launches/:launchId/course',
  summary: 'Binds the course of the platform to one that the caller owns; says whether its learners are added.',
  params: launchParams,
  body: z.strictObject({ courseId: uuid, addsStudents: z.boolean() }),
  reply: done,
  refusals: ['lms_launch_over', 'course_archived'],
})

const opened = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exam'), examId: uuid }),
  z.strictObject({ kind: z.literal('final') }),
])
export type LtiOpened = z.output<typeof opened>

export const setLtiLink = endpoint({
  access: 'staff',
  method: 'PUT',
  path: '/api/lti/launches/:launchId/link',
  summary: 'Says what the opened activity of the platform opens: an exam of the bound course, or the final mark.',
  params: launchParams,
  body: opened,
  reply: done,
  refusals: ['lms_launch_over'],
})

export const chooseLtiContent = endpoint({
  access: 'staff',
  method: 'POST',
  path: '/api/lti/launches/:launchId/choice',
  summary: 'Answers a choice of content with a signed message, for the platform to make an activity of it.',
  params: launchParams,
  body: opened,
  /** `to`: the page that posts it; null: the frame of the platform, which waits, posts it. */
  reply: z.object({ to: text.nullable() }),
  refusals: ['lms_launch_over'],
})

export const awaitLtiChoice = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/lti/choice',
  summary: 'Tells the frame that waits whether the choice was made.',
  query: z.object({ wait: ticket }),
  reply: z.object({ state: z.enum(['waiting', 'ready', 'over']) }),
})
