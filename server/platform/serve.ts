import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type {
  Access,
  Endpoint,
  EventsReply,
  FileReply,
  HandlerInput,
  ImageReply,
  RedirectReply,
  ReplyInput,
} from '#contract/endpoint.ts'
import { cutText } from '#core/cut-text.ts'
import { Refusal } from '#core/refusal.ts'
import { type From, recordRefusedRight } from './account-events.ts'
import { admit } from './admit.ts'
import { bearerOf, findTokenHolder } from './api-token.ts'
import { type Actor, actorOf } from './audit.ts'
import type { AnyCaller, CallerOf, CourseCaller } from './caller.ts'
import {
  clearPassingCookie,
  clearSessionCookie,
  deviceOf,
  passingCookie,
  passingCookieNames,
  sessionToken,
  setDeviceCookie,
  setPassingCookie,
  setSessionCookie,
} from './cookie.ts'
import type { Deps, Settings } from './deps.ts'
import { createEvents } from './events.ts'
import { sendFile, sendImage } from './file.ts'
import { deviceHolderOf, rememberDevice } from './known-device.ts'
import { laneOf } from './lanes.ts'
import { cutUnread, hasSmallBody, makeRoom } from './large-bodies.ts'
import { isLargeCourse } from './large-course.ts'
import { endpointKey, longWorkOf } from './long-work.ts'
import { metricsOf } from './metrics.ts'
import { refuseCrossSite } from './origin.ts'
import { refuseOwnWork } from './own-work.ts'
import { SerializedReply, sendSerialized } from './serialized-reply.ts'
import { endSession, type SessionHolder, type SessionOrigin, startSession } from './sessions.ts'

export type ShownBrowser = {
  /** The path of the request, with its query. */
  path: string
  /** `X-SafeExamBrowser-ConfigKeyHash`; null: none. */
  keyHash: string | null
  /** The address by which the server thinks the request came, and the one its page says it is of. */
  origin: string
  pageOrigin: string | null
}

/** The HTTP exchange as a handler may use it; only signing in and out need it. */
export type Http = From & {
  /** The scheme and host of the request, for links. */
  origin: string
  /** Known to be a page of its own, in no frame. A browser that does not say may be in one. */
  isWholePage: boolean
  /** What it shows of the browser it comes from (server/attempts/locked-browser). */
  shown: ShownBrowser
  /** Starts a session for somebody whose secret was checked, and remembers that they signed in from this browser. */
  signIn(holder: SessionHolder, origin?: SessionOrigin): Promise<void>
  clearSession(): void
  /** Cookies of some minutes, by their short name. */
  passing: {
    read(name: string): string | undefined
    names(prefix: string): string[]
    set(cookie: { name: string; value: string; seconds: number }): void
    clear(name: string): void
  }
}

/** The actor of a change, for the audit: only staff make changes that are audited. */
type ActorOf<A extends Access> = A extends 'anyone' | 'student' ? unknown : { actor: Actor }

type Handler<E extends Endpoint> = (
  input: HandlerInput<E> & ActorOf<E['access'] & Access>,
  caller: CallerOf<E['access'] & Access>,
  http: Http,
) => Promise<ReplyInput<E> | SerializedReply> | ReplyInput<E> | SerializedReply

export type Serve = <E extends Endpoint>(endpoint: E, handler: Handler<E>) => void

/** Body limit of callers who are not signed in: a name, a password or a code is never longer. */
const bodyOfStrangers = 32 * 1024

/**
 * Binds contract endpoints to their handlers: origin check, access check, reading, parsing, handler, parsing of the
 * reply. Access is checked before any byte of the body is read.
 */
export function createServe(app: FastifyInstance, deps: Deps): Serve {
  const sendEvents = createEvents(app, metricsOf(deps))
  const known = new WeakMap<FastifyRequest, { params: { courseId?: string } | undefined; caller: AnyCaller }>()
  return (endpoint, handler) => {
    const ride = laneOf(deps, endpoint)
    const limit = endpoint.bodyLimit ?? (endpoint.access === 'anyone' ? bodyOfStrangers : 1024 * 1024)
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      bodyLimit: limit,
      config: { takesForms: endpoint.fromElsewhere === true, isOfSitting: endpoint.isOfSitting },
      onRequest: async (request, reply) => {
        if (!hasSmallBody(request)) cutUnread(request, reply)
        const bearer = bearerOf(request)
        // A browser sends a cookie by itself, never a token: a call with one comes from who holds it.
        if (bearer === undefined && !endpoint.fromElsewhere) refuseCrossSite(request, deps.settings.publicUrl)
        const params = parse(endpoint.params, request.params, 'params') as { courseId?: string } | undefined
        const caller = await admitTo(deps, { endpoint, request, bearer, courseId: params?.courseId })
        makeRoom(request, reply, { limit, caller })
        known.set(request, { params, caller })
      },
      handler: async (request, reply) => {
        const { params, caller } = known.get(request) ?? {}
        if (caller && isOfCourse(caller)) await refuseOwnWork(deps, endpoint, caller, { params, body: request.body })
        const input = {
          params,
          query: parse(endpoint.query, request.query, 'query'),
          body: parse(endpoint.body, request.body ?? undefined, 'body'),
          ...(caller?.kind === 'staff' ? { actor: actorOf(caller) } : {}),
        }
        const courseId = params?.courseId
        const http = httpOf(deps, { request, reply, settings: deps.settings, caller })
        // A thread has its own connections and lets few in: it needs no lane of this server.
        const result =
          endpoint.isLong && courseId && (await isLargeCourse(deps, courseId))
            ? await inThread(deps, { endpoint, input, caller, reply })
            : await ride({ caller, body: input.body }, async () => handler(input as never, caller as never, http))
        if (endpoint.kind === 'file') return sendFile(reply, result as FileReply)
        if (endpoint.kind === 'image') return sendImage(reply, result as ImageReply)
        if (endpoint.kind === 'redirect') return reply.redirect((result as RedirectReply).to, 302)
        if (endpoint.kind === 'events') return sendEvents(reply, result as EventsReply)
        if (result instanceof SerializedReply) return sendSerialized(request, reply, result)
        // Drops unknown keys, so fields outside the contract cannot leak.
        return endpoint.reply.parse(result)
      },
    })
  }
}

type InThread = { endpoint: Endpoint; input: unknown; caller: AnyCaller | undefined; reply: FastifyReply }

/** Who leaves before the end stops the work. */
function inThread(deps: Deps, { endpoint, input, caller, reply }: InThread) {
  const left = new AbortController()
  // They may have left while their rights were looked at.
  if (reply.raw.destroyed) left.abort()
  reply.raw.once('close', () => left.abort())
  return longWorkOf(deps).ask({ key: endpointKey(endpoint), input, caller }, { signal: left.signal })
}

const isOfCourse = (caller: AnyCaller | CourseCaller): caller is CourseCaller => 'role' in caller

type AdmitToInput = {
  endpoint: Endpoint
  request: FastifyRequest
  bearer: string | undefined
  courseId: string | undefined
}

/** Refuses a caller without access, and records the refusal in their account. */
async function admitTo(deps: Deps, { endpoint, request, bearer, courseId }: AdmitToInput) {
  const { ip } = request
  return admit(deps, {
    endpoint,
    courseId,
    token: sessionToken(request, deps.settings),
    holder: bearer === undefined ? undefined : await findTokenHolder(deps, { endpoint, token: bearer, courseId, ip }),
    onRefused: ({ personId }) => {
      const action = `${endpoint.method} ${endpoint.path}`
      return recordRefusedRight(deps, { personId, from: fromOf(request, deps.settings), action, courseId })
    },
  })
}

const fromOf = (request: FastifyRequest, settings: Settings): From => ({
  ip: request.ip,
  userAgent: cutText(request.headers['user-agent'] ?? '', 200),
  device: deviceOf(request, settings),
  log: request.log,
})

function parse(schema: z.ZodType | undefined, value: unknown, where: 'params' | 'query' | 'body') {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  // An address with invalid parameters does not exist.
  if (where === 'params') throw new Refusal('not_found')
  throw new Refusal(
    'invalid_request',
    parsed.error.issues.slice(0, 20).map(({ path, code, message }) => ({
      where,
      path: path.join('.'),
      code,
      message,
    })),
  )
}

/** The header by which Safe Exam Browser shows the settings it runs with. */
const keyHeader = 'x-safeexambrowser-configkeyhash'

function shownIn(request: FastifyRequest): ShownBrowser {
  const { [keyHeader]: keyHash, origin, referer = '' } = request.headers
  return {
    path: request.url,
    keyHash: typeof keyHash === 'string' ? keyHash : null,
    origin: `${request.protocol}://${request.host}`,
    pageOrigin: origin ?? (URL.canParse(referer) ? new URL(referer).origin : null),
  }
}

type Exchange = {
  request: FastifyRequest
  reply: FastifyReply
  settings: Settings
  caller: AnyCaller | undefined
}

function httpOf(deps: Deps, exchange: Exchange): Http {
  const { request, caller } = exchange
  const { settings } = deps
  const from = () => fromOf(request, settings)
  // Read when asked for: a save asks for none of them.
  return {
    get ip() {
      return request.ip
    },
    get userAgent() {
      return from().userAgent
    },
    get device() {
      return from().device
    },
    log: request.log,
    get origin() {
      return `${request.protocol}://${request.host}`
    },
    get isWholePage() {
      return request.headers['sec-fetch-dest'] === 'document'
    },
    get shown() {
      return shownIn(request)
    },
    signIn: async (holder, origin) => {
      // A new token at each sign-in, against session fixation.
      if (caller && caller.kind !== 'visitor') await endSession(deps, caller.sessionId)
      const session = await startSession(deps, { ...holder, origin, userAgent: from().userAgent, address: request.ip })
      setSessionCookie(exchange, session)
      const device = rememberDevice(deps, { device: from().device, holder: deviceHolderOf(holder) })
      setDeviceCookie(exchange, { device, now: deps.now() })
    },
    clearSession: () => clearSessionCookie(exchange),
    passing: {
      read: (name) => passingCookie(request, settings, name),
      names: (prefix) => passingCookieNames(request, settings, prefix),
      set: (cookie) => setPassingCookie(exchange, cookie),
      clear: (name) => clearPassingCookie(exchange, name),
    },
  }
}
