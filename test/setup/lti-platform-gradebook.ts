import { z } from 'zod'
import type { Answer, Asked } from './lti-platform.ts'
import type { People } from './lti-platform-members.ts'
import { scopes, type Tokens } from './lti-platform-tokens.ts'

const types = {
  item: 'application/vnd.ims.lis.v2.lineitem+json',
  items: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
}

/** With parts of a second and a time zone: two scores of one second are still in an order (AGS 2.0, 3.4.7). */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}(?:Z|[+-]\d\d:\d\d)$/

const lineItem = z.strictObject({
  id: z.url().optional(),
  label: z.string().min(1),
  scoreMaximum: z.number().positive(),
  resourceId: z.string().max(256).optional(),
  tag: z.string().max(256).optional(),
  resourceLinkId: z.string().max(256).optional(),
  startDateTime: z.string().optional(),
  endDateTime: z.string().optional(),
})
type LineItem = z.output<typeof lineItem> & { id: string }

const score = z
  .strictObject({
    userId: z.string().min(1),
    timestamp: z.string().regex(instant),
    activityProgress: z.enum(['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed']),
    gradingProgress: z.enum(['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady']),
    scoreGiven: z.number().min(0).optional(),
    scoreMaximum: z.number().positive().optional(),
    comment: z.string().optional(),
  })
  .refine(({ scoreGiven, scoreMaximum }) => scoreGiven === undefined || scoreMaximum !== undefined)
export type Score = z.output<typeof score>

const addresses = {
  items: /^\/contexts\/([^/]+)\/lineitems$/,
  item: /^\/contexts\/([^/]+)\/lineitems\/([^/]+)$/,
  scores: /^\/contexts\/([^/]+)\/lineitems\/([^/]+)\/scores$/,
  results: /^\/contexts\/([^/]+)\/lineitems\/([^/]+)\/results$/,
}
const perPage = 20
/** Moodle names a line by an address with a question mark: what is under it goes before. */
const query = '?type_id=4'

type Given = { issuer: string; tokens: Tokens; people: People }

/** Assignment and Grade Services 2.0: the lines of one gradebook, the scores it took and its results. */
export function createGradebook({ issuer, tokens, people }: Given) {
  const items = new Map<string, LineItem>()
  const scores: { itemId: string; score: Score }[] = []
  let count = 0
  const lineItemsUrl = (context = '8893483') => `${issuer}/contexts/${context}/lineitems`

  function addItem(item: Omit<LineItem, 'id'>, context = '8893483'): LineItem {
    count += 1
    const made = { ...item, id: `${lineItemsUrl(context)}/${count}${query}` }
    items.set(made.id, made)
    return made
  }

  function listOrAdd(asked: Asked, context: string): Answer {
    if (asked.method === 'POST') {
      const body = tokens.refuse(asked, [scopes.lineItem]) ?? parse(asked, { type: types.item, shape: lineItem })
      return 'status' in body ? body : { status: 201, type: types.item, body: addItem(body, context) }
    }
    const refusal = tokens.refuse(asked, [scopes.lineItem, scopes.lineItemReadOnly])
    if (refusal) return refusal
    if (!asked.headers.accept?.includes(types.items)) return { status: 406, body: { error: 'accept' } }
    const wanted = asked.url.searchParams
    const is = (name: string, value: string | undefined) => !wanted.has(name) || wanted.get(name) === value
    const all = [...items.values()].filter(
      ({ id, resourceId, tag, resourceLinkId }) =>
        id.startsWith(`${lineItemsUrl(context)}/`) &&
        is('resource_id', resourceId) &&
        is('tag', tag) &&
        is('resource_link_id', resourceLinkId),
    )
    return { status: 200, type: types.items, ...paged(asked, { all, at: lineItemsUrl(context) }) }
  }

  function readOrChange(asked: Asked, id: string): Answer {
    const isRead = asked.method === 'GET'
    const refusal = tokens.refuse(asked, isRead ? [scopes.lineItem, scopes.lineItemReadOnly] : [scopes.lineItem])
    if (refusal) return refusal
    const known = items.get(id)
    if (!known) return { status: 404, body: { error: 'no such line item' } }
    if (isRead) return { status: 200, type: types.item, body: known }
    if (asked.method !== 'PUT') return { status: 405, body: {} }
    const body = parse(asked, { type: types.item, shape: lineItem })
    if ('status' in body) return body
    items.set(id, { ...body, id })
    return { status: 200, type: types.item, body: items.get(id) }
  }

  function take(asked: Asked, itemId: string): Answer {
    if (asked.method !== 'POST') return { status: 405, body: {} }
    const body = tokens.refuse(asked, [scopes.score]) ?? parse(asked, { type: types.score, shape: score })
    if ('status' in body) return body
    if (!items.has(itemId)) return { status: 404, body: { error: 'no such line item' } }
    if (!people.has(body.userId)) return { status: 404, body: { error: 'no such user' } }
    const last = lastOf(itemId, body.userId)
    if (last && secondOf(body) <= secondOf(last)) return { status: 409, body: { error: 'old' } }
    scores.push({ itemId, score: body })
    return { status: 204 }
  }

  const lastOf = (itemId: string, userId: string): Score | undefined =>
    scores.findLast((one) => one.itemId === itemId && one.score.userId === userId)?.score

  function results(asked: Asked, itemId: string): Answer {
    const refusal = tokens.refuse(asked, [scopes.result])
    if (refusal) return refusal
    const only = asked.url.searchParams.get('user_id')
    const users = [...new Set(scores.filter((one) => one.itemId === itemId).map((one) => one.score.userId))]
    const all = users
      .filter((userId) => only === null || userId === only)
      .flatMap((userId) => {
        const { scoreGiven, scoreMaximum, comment } = lastOf(itemId, userId) ?? {}
        const result = { resultScore: scoreGiven, resultMaximum: scoreMaximum, comment }
        return [{ id: `${itemId}/results/${userId}`, userId, scoreOf: itemId, ...result }]
      })
    return { status: 200, type: types.results, ...paged(asked, { all, at: `${itemId}/results` }) }
  }

  return {
    lineItemsUrl,
    items,
    /** Every score that was accepted, in the order it came. */
    scores,
    addItem,
    /** What the gradebook shows of one user in one line: the last score it accepted. */
    lastOf,
    remove: (id: string) => items.delete(id),
    part: (asked: Asked): Answer | null => {
      const [kind, context = '', item = ''] = placeOf(asked.path)
      const id = `${lineItemsUrl(context)}/${item}${asked.url.search}`
      if (kind === 'items') return listOrAdd(asked, context)
      if (kind === 'item') return readOrChange(asked, id)
      if (kind === 'scores') return take(asked, id)
      return kind === 'results' ? results(asked, id) : null
    },
  }
}

/** Some platforms keep no less than a second. */
const secondOf = ({ timestamp }: Score) => Math.floor(new Date(timestamp).getTime() / 1000)

function placeOf(path: string): [kind: string | null, context?: string, item?: string] {
  for (const [kind, address] of Object.entries(addresses)) {
    const match = address.exec(path)
    if (match) return [kind, match[1] ?? '', match[2] ?? '']
  }
  return [null]
}

function parse<T>(asked: Asked, { type, shape }: { type: string; shape: z.ZodType<T> }): T | Answer {
  if (asked.headers['content-type']?.split(';')[0] !== type) return { status: 415, body: { error: 'media type' } }
  const parsed = shape.safeParse(jsonOf(asked.body))
  return parsed.success ? parsed.data : { status: 400, body: { error: parsed.error.message } }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function paged(asked: Asked, { all, at }: { all: readonly object[]; at: string }) {
  const from = Number(asked.url.searchParams.get('from') ?? 0)
  const next = new URL(at)
  for (const [name, value] of asked.url.searchParams) next.searchParams.set(name, value)
  next.searchParams.set('from', String(from + perPage))
  return {
    ...(from + perPage < all.length ? { headers: { link: `<${next.href}>; rel="next"` } } : {}),
    body: all.slice(from, from + perPage),
  }
}
