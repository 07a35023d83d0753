import { z } from 'zod'
import { courseParams, done, endpoint, instant, redirectReply, text, uuid } from '#contract/endpoint.ts'
import { secondFactorCode } from './account.ts'
import { role, whoAmI } from './auth.ts'

export const signOnFor = ['staff', 'students'] as const

const providerParams = z.object({ provider: text.regex(/^[a-z0-9-]{1,30}$/) })
const given = text.max(4_000).optional()

/** Why a sign-in elsewhere led to no session; the page that follows says it. */
export const signOnRefusals = [
  'provider_down',
  'provider_failed',
  'sign_on_expired',
  'email_unverified',
  'identity_taken',
  'staff_waiting',
  'staff_refused',
  'student_unknown',
] as const

export const listSignOnProviders = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/sso/providers',
  summary: 'Lists where staff and students may sign in with the account of their school.',
  reply: z.object({
    providers: z.array(
      z.object({ name: text, label: z.object({ fr: text, en: text }), serves: z.array(z.enum(signOnFor)) }),
    ),
  }),
})

export const startSignOn = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/sso/:provider/start',
  summary: 'Sends a browser to a provider of sign-on, and binds its return to it.',
  kind: 'redirect',
  params: providerParams,
  query: z.object({ for: z.enum(signOnFor), back: text.max(500).optional() }),
  reply: redirectReply,
})

export const endSignOn = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/sso/:provider/callback',
  summary:
    'Receives a browser back from a provider: signs in whom it names, and sends them to the page they asked for.',
  kind: 'redirect',
  params: providerParams,
  query: z.object({
    state: given,
    code: given,
    iss: given,
    error: given,
    error_description: given,
    ticket: given,
  }),
  reply: redirectReply,
})

export const proveSignOn = endpoint({
  access: 'anyone',
  method: 'POST',
  path: '/api/sso/second-factor',
  summary: 'Ends a sign-in elsewhere of somebody who has a second factor here.',
  body: z.strictObject({ secondFactor: secondFactorCode }),
  /** `back`: the page they had asked for. */
  reply: z.object({ session: whoAmI, back: text.nullable() }),
  refusals: ['sign_on_expired', 'wrong_second_factor', 'too_many_requests'],
})

export const endSignOnSessions = endpoint({
  access: 'anyone',
  fromElsewhere: true,
  method: 'POST',
  path: '/api/sso/:provider/logout',
  summary: 'Ends the sessions that a provider opened here, on its signed word that its own are over.',
  params: providerParams,
  body: z.strictObject({ logout_token: text.max(20_000).optional(), logoutRequest: text.max(20_000).optional() }),
  reply: done,
  refusals: ['provider_failed', 'provider_down'],
})

const requestParams = courseParams.extend({ requestId: uuid })

export const listStaffRequests = endpoint({
  access: 'owner',
  method: 'GET',
  path: '/api/courses/:courseId/staff-requests',
  summary: 'Lists the people who signed in elsewhere, whom no course knows, and who wait for an owner.',
  params: courseParams,
  reply: z.object({
    requests: z.array(
      z.object({
        id: uuid,
        name: text,
        email: text,
        /** Null: the provider is not in the settings any more. */
        provider: z.object({ fr: text, en: text }).nullable(),
        createdAt: instant,
        lastSeenAt: instant,
        refused: z.object({ at: instant, byName: text }).nullable(),
      }),
    ),
  }),
})

export const acceptStaffRequest = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId/staff-requests/:requestId',
  summary: 'Lets somebody who waits into the course, with a role.',
  params: requestParams,
  body: z.strictObject({ role }),
  reply: done,
  refusals: ['identity_taken'],
})

export const refuseStaffRequest = endpoint({
  access: 'owner',
  method: 'DELETE',
  path: '/api/courses/:courseId/staff-requests/:requestId',
  summary: 'Refuses somebody who waits; they may still be let in later.',
  params: requestParams,
  reply: done,
})
