import { z } from 'zod'
import { courseParams, done, endpoint, instant, text, uuid } from '#contract/endpoint.ts'

const mostDeployments = 50
const mostFrameOrigins = 10

/** The address of a service of the platform. Whether it may be plain HTTP is decided by the server. */
const address = text
  .trim()
  .max(1_000)
  .regex(/^https?:\/\/\S+$/)
const name = text.trim().min(1).max(200)
const named = text.trim().min(1).max(255)

const context = z.object({
  id: uuid,
  title: text,
  deploymentId: text,
  /** Null: bound to no course; `title` is null when the caller has no right in it. */
  course: z.object({ id: uuid, title: text.nullable(), isOwn: z.boolean() }).nullable(),
  addsStudents: z.boolean(),
})

const platform = z.object({
  id: uuid,
  name: text,
  issuer: text,
  clientId: text,
  authorizationUrl: text,
  tokenUrl: text,
  jwksUrl: text,
  frameOrigins: z.array(text),
  registeredBy: z.enum(['dynamic', 'hand']),
  state: z.enum(['waiting', 'active', 'disabled']),
  createdAt: instant,
  deploymentIds: z.array(text),
  contexts: z.array(context),
})
export type LtiPlatformView = z.output<typeof platform>

/** What to type on the other side. */
const tool = z.object({
  loginUrl: text,
  launchUrl: text,
  jwksUrl: text,
})
export type LtiTool = z.output<typeof tool>

export const listPlatforms = endpoint({
  access: 'staff',
  method: 'GET',
  path: '/api/lti/platforms',
  summary: 'Lists the learning platforms that may open Barème and what to type there, for owners of a course.',
  reply: z.object({ tool, platforms: z.array(platform) }),
})

export const invitePlatform = endpoint({
  access: 'staff',
  method: 'POST',
  path: '/api/lti/invitations',
  summary: 'Makes the address at which a learning platform registers itself within the hour; for owners of a course.',
  reply: z.object({ url: text, expiresAt: instant }),
})

const written = {
  name,
  issuer: named,
  clientId: named,
  authorizationUrl: address,
  tokenUrl: address,
  jwksUrl: address,
  deploymentIds: z.array(named).max(mostDeployments),
  /** Origins of its pages, besides those of its issuer and of its sign-in page. */
  frameOrigins: z.array(address).max(mostFrameOrigins).default([]),
}

export const addPlatform = endpoint({
  access: 'staff',
  method: 'POST',
  path: '/api/lti/platforms',
  summary: 'Registers a learning platform by hand, with what it says of itself; for owners of a course.',
  body: z.strictObject(written),
  reply: z.object({ platformId: uuid }),
  refusals: ['name_taken', 'lms_address_refused'],
})

const platformParams = z.object({ platformId: uuid })

export const changePlatform = endpoint({
  access: 'staff',
  method: 'PUT',
  path: '/api/lti/platforms/:platformId',
  summary: 'Changes a learning platform: its addresses, its deployments; approves or disables it; for owners.',
  params: platformParams,
  body: z.strictObject({ ...written, isActive: z.boolean() }),
  reply: done,
  refusals: ['name_taken', 'lms_address_refused'],
})

export const removePlatform = endpoint({
  access: 'staff',
  method: 'DELETE',
  path: '/api/lti/platforms/:platformId',
  summary: 'Removes a learning platform and what binds its courses to ours; nobody’s work goes; for owners.',
  params: platformParams,
  reply: done,
})

export const unbindLtiContext = endpoint({
  access: 'owner',
  method: 'DELETE',
  path: '/api/courses/:courseId/lti-contexts/:contextId',
  summary: 'Unbinds a course of a learning platform from this one; nobody’s work goes.',
  params: courseParams.extend({ contextId: uuid }),
  reply: done,
  onArchived: true,
})
