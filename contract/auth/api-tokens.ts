import { z } from 'zod'
import { apiScopes, done, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { secondFactorCode } from './account.ts'

/** What a token begins with, so that scanners of leaked secrets recognise it. */
export const tokenPrefix = 'bareme_'
export const mostTokens = 20
export const longestTokenDays = 366

const token = z.object({
  id: uuid,
  name: text,
  /** Its first characters, to recognise it by. */
  hint: text,
  scopes: z.array(z.enum(apiScopes)),
  /** Null: every course of the caller. */
  course: z.object({ id: uuid, title: text }).nullable(),
  createdAt: instant,
  expiresAt: instant,
  isExpired: z.boolean(),
  /** Precise to a minute. */
  lastUsedAt: instant.nullable(),
  lastAddress: text,
})

export const listTokens = endpoint({
  access: 'staff',
  method: 'GET',
  path: '/api/tokens',
  summary: 'Lists the API tokens of the caller, never what they are made of.',
  reply: z.object({ tokens: z.array(token) }),
})

export const createToken = endpoint({
  access: 'staff',
  method: 'POST',
  path: '/api/tokens',
  summary: 'Makes an API token of the caller, shown this once, after proof of the password and the second factor.',
  body: z.strictObject({
    name: text.trim().min(1).max(60),
    scopes: z.array(z.enum(apiScopes)).min(1).max(apiScopes.length),
    /** Null: every course of the caller, those of tomorrow too. */
    courseId: uuid.nullable(),
    days: int4.min(1).max(longestTokenDays),
    password: text.min(1).max(256),
    secondFactor: secondFactorCode.optional(),
  }),
  reply: z.object({ token: text, expiresAt: instant }),
  refusals: [
    'wrong_credentials',
    'second_factor_needed',
    'wrong_second_factor',
    'too_many_tokens',
    'name_taken',
    'too_many_requests',
  ],
})

export const revokeToken = endpoint({
  access: 'staff',
  method: 'DELETE',
  path: '/api/tokens/:tokenId',
  summary: 'Ends an API token of the caller at once.',
  params: z.object({ tokenId: uuid }),
  reply: done,
})
