import { z } from 'zod'

const claim = <const Name extends string>(name: Name) => `https://purl.imsglobal.org/spec/lti/claim/${name}` as const
export const claims = {
  ...{ context: claim('context'), deployment: claim('deployment_id'), link: claim('resource_link') },
  ...{ type: claim('message_type'), roles: claim('roles'), target: claim('target_link_uri') },
  ...{
    version: claim('version'),
    custom: claim('custom'),
    lis: claim('lis'),
    presentation: claim('launch_presentation'),
  },
  grades: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  members: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  choice: 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings',
  items: 'https://purl.imsglobal.org/spec/lti-dl/claim/content_items',
  answerData: 'https://purl.imsglobal.org/spec/lti-dl/claim/data',
} as const

/** A text as a platform may send it: control characters and lone surrogates go, the length is bounded. */
const words = (most: number) =>
  z.string().transform((said) =>
    said
      .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
      .trim()
      .slice(0, most),
  )
const name = words(200).optional()
const id = z
  .string()
  .min(1)
  .max(255)
  .refine((said) => !/[\p{Cc}\p{Cs}]/u.test(said))
const url = z
  .string()
  .max(2_000)
  .refine((said) => /^https?:\/\//.test(said) && URL.canParse(said))

/** Of a message whose signature holds, what we read; the rest is left out (LTI 1.3 core, appendix). */
export const messageShape = z.object({
  sub: id,
  [claims.deployment]: id,
  [claims.roles]: z.array(z.string().max(500)).max(100),
  [claims.context]: z.object({ id, title: name, label: name }),
  given_name: name,
  family_name: name,
  name,
  email: words(254).optional(),
  [claims.lis]: z
    .object({ person_sourcedid: words(100).optional() })
    .optional()
    .catch(undefined),
  [claims.custom]: z.record(z.string(), z.unknown()).optional().catch(undefined),
  [claims.grades]: z
    .object({ scope: z.array(z.string().max(300)).max(20), lineitems: url.optional(), lineitem: url.optional() })
    .optional()
    .catch(undefined),
  [claims.members]: z.object({ context_memberships_url: url }).optional().catch(undefined),
})

export const linkShape = z.object({ [claims.link]: z.object({ id, title: name }) })

export const choiceShape = z.object({
  [claims.choice]: z.object({
    deep_link_return_url: url,
    accept_types: z.array(z.string()),
    data: z.string().max(50_000).optional(),
  }),
})
