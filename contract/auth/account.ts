import { z } from 'zod'
import { done, endpoint, instant, text, uuid } from '#contract/endpoint.ts'

/** The events recorded in the history of a staff account. */
export const accountEventKinds = [
  'signed_in',
  'signed_on',
  'sign_in_refused',
  'second_factor_refused',
  'recovery_code_used',
  'link_given',
  'link_used',
  'password_changed',
  'session_ended',
  'others_ended',
  'all_ended',
  'second_factor_on',
  'second_factor_off',
  'second_factor_removed',
  'recovery_codes_renewed',
  'token_created',
  'token_revoked',
  'right_given',
  'right_changed',
  'right_removed',
  'right_refused',
] as const
export type AccountEventKind = (typeof accountEventKinds)[number]

export const listSessions = endpoint({
  access: 'staff',
  withoutSecondFactor: true,
  method: 'GET',
  path: '/api/sessions',
  summary: 'Lists the sessions of the caller that are open, this one marked.',
  reply: z.object({
    sessions: z.array(
      z.object({
        id: uuid,
        createdAt: instant,
        /** Precise to five minutes. */
        lastSeenAt: instant,
        address: text,
        userAgent: text,
        isThisOne: z.boolean(),
      }),
    ),
  }),
})

export const endSession = endpoint({
  access: 'staff',
  withoutSecondFactor: true,
  method: 'DELETE',
  path: '/api/sessions/:sessionId',
  summary: 'Ends one session of the caller.',
  params: z.object({ sessionId: uuid }),
  reply: done,
})

export const endOtherSessions = endpoint({
  access: 'staff',
  withoutSecondFactor: true,
  method: 'DELETE',
  path: '/api/other-sessions',
  summary: 'Ends every session of the caller but this one.',
  reply: done,
})

export const listAccountEvents = endpoint({
  access: 'staff',
  withoutSecondFactor: true,
  method: 'GET',
  path: '/api/account-events',
  summary: 'Lists what happened to the account of the caller, the latest first.',
  query: z.object({
    before: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }),
  reply: z.object({
    events: z.array(
      z.object({
        id: text,
        at: instant,
        kind: z.enum(accountEventKinds),
        address: text,
        userAgent: text,
        detail: z.record(text, text),
      }),
    ),
    /** Cursor of the next page; null on the last one. */
    next: text.nullable(),
  }),
})

const password = text.min(1).max(256)
/** Six digits, or one of the recovery codes. */
export const secondFactorCode = text.trim().min(1).max(40)
const recoveryCodes = z.object({ recoveryCodes: z.array(text) })

export const getSecondFactor = endpoint({
  access: 'staff',
  withoutSecondFactor: true,
  method: 'GET',
  path: '/api/second-factor',
  summary: 'Tells whether the caller signs in with a second factor, and how many recovery codes are left.',
  reply: z.object({ since: instant.nullable(), codesLeft: z.number().int(), isRequired: z.boolean() }),
})

export const prepareSecondFactor = endpoint({
  access: 'staff',
  withoutSecondFactor: true,
  method: 'POST',
  path: '/api/second-factor/key',
  summary: 'Draws the key of a second factor, to be confirmed by a first code.',
  body: z.strictObject({ password }),
  reply: z.object({
    /** Base32, to be typed. */
    key: text,
    /** `otpauth://…`, to be scanned. */
    address: text,
  }),
  refusals: ['wrong_credentials', 'second_factor_on', 'too_many_requests'],
})

export const confirmSecondFactor = endpoint({
  access: 'staff',
  withoutSecondFactor: true,
  method: 'PUT',
  path: '/api/second-factor',
  summary:
    'Turns the second factor on with a first code; gives ten recovery codes, shown once. Ends the other sessions.',
  body: z.strictObject({ code: secondFactorCode }),
  reply: recoveryCodes,
  refusals: ['wrong_second_factor', 'second_factor_on', 'too_many_requests'],
})

export const renewRecoveryCodes = endpoint({
  access: 'staff',
  method: 'POST',
  path: '/api/second-factor/recovery-codes',
  summary: 'Draws ten new recovery codes; those given before end.',
  body: z.strictObject({ code: secondFactorCode }),
  reply: recoveryCodes,
  refusals: ['wrong_second_factor', 'too_many_requests'],
})

export const removeSecondFactor = endpoint({
  access: 'staff',
  method: 'POST',
  path: '/api/second-factor/removal',
  summary: 'Turns the second factor of the caller off, after proof of both.',
  body: z.strictObject({ password, code: secondFactorCode }),
  reply: done,
  refusals: ['wrong_credentials', 'wrong_second_factor', 'too_many_requests'],
})
