import type { Answer, Asked } from './lti-platform.ts'
import { scopes, type Tokens } from './lti-platform-tokens.ts'

export type Member = {
  user_id: string
  roles: readonly string[]
  status?: 'Active' | 'Inactive' | 'Deleted'
  name?: string
  given_name?: string
  family_name?: string
  email?: string
  lis_person_sourcedid?: string
}

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership#'
export const learner = `${membership}Learner`
export const instructor = `${membership}Instructor`
const mediaType = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json'
const address = /^\/contexts\/([^/]+)\/memberships$/
const mostPerPage = 50

type Given = { issuer: string; tokens: Tokens; members: readonly Member[] }

/** Names and Role Provisioning Services 2.0: the members of one context, by pages. */
export function createMembers({ issuer, tokens, members }: Given) {
  let current = [...members]
  const membershipsUrl = (context = '8893483') => `${issuer}/contexts/${context}/memberships`

  function list(asked: Asked, context: string): Answer {
    const refusal = tokens.refuse(asked, [scopes.members])
    if (refusal) return refusal
    if (!asked.headers.accept?.includes(mediaType)) return { status: 406, body: { error: 'accept' } }
    const role = asked.url.searchParams.get('role')
    const from = Number(asked.url.searchParams.get('from') ?? 0)
    const size = Math.min(mostPerPage, Number(asked.url.searchParams.get('limit') ?? mostPerPage))
    const all = current.filter(
      ({ roles }) => role === null || roles.some((one) => one === role || one.endsWith(`#${role}`)),
    )
    const next = new URL(membershipsUrl(context))
    for (const [name, value] of asked.url.searchParams) next.searchParams.set(name, value)
    next.searchParams.set('from', String(from + size))
    const isLast = from + size >= all.length
    return {
      status: 200,
      type: mediaType,
      ...(isLast ? {} : { headers: { link: `<${next.href}>; rel="next"` } }),
      body: {
        id: asked.url.href,
        context: { id: context, label: 'Biology 102', title: 'Bio Adventures' },
        members: all.slice(from, from + size),
      },
    }
  }

  return {
    membershipsUrl,
    part: (asked: Asked) => {
      const [, context] = address.exec(asked.path) ?? []
      return context !== undefined && asked.method === 'GET' ? list(asked, context) : null
    },
    set: (next: readonly Member[]) => {
      current = [...next]
    },
    /** Whether the gradebook has a line for this user. */
    has: (userId: string) =>
      current.some(
        ({ user_id, roles, status = 'Active' }) => user_id === userId && status === 'Active' && roles.includes(learner),
      ),
  }
}

export type People = ReturnType<typeof createMembers>
