import { z } from 'zod'
import type { RefusalCode } from '#core/refusal.ts'

/**
 * Who may call an endpoint. Staff rights are held per course and grow: invigilator < trainer < owner; these three need
 * a `:courseId` in the path, and anything of another course is answered with 404.
 */
export const accesses = ['anyone', 'student', 'staff', 'invigilator', 'trainer', 'owner'] as const
export type Access = (typeof accesses)[number]

/**
 * What an API token may be given for, besides the rights of its holder at the moment of the call: to read results and
 * download them, or to import a class list.
 */
export const apiScopes = ['read_results', 'import_class'] as const
export type ApiScope = (typeof apiScopes)[number]

/** One endpoint: who may call it, its address, its input, its reply and its refusals. */
export type Endpoint = {
  readonly access: Access
  /** Staff who still have to set up a second factor may call it (to do that, list their sessions, sign out). */
  readonly withoutSecondFactor?: true
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/api/${string}`
  /** One English sentence for the API page: what the caller does. */
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Largest body in bytes; 1 MiB when absent. */
  readonly bodyLimit?: number
  /**
   * `file` when the reply is a download (its schema is then `fileReply`), `image` when a page shows it (`imageReply`),
   * `events` when it is a stream of events (`eventsReply`), `redirect` when a browser is sent on (`redirectReply`).
   */
  readonly kind?: 'json' | 'file' | 'image' | 'events' | 'redirect'
  readonly reply: z.ZodType
  /**
   * Written by the page of a running exam, again and again: the reply has only the headers that JSON needs, and the log
   * no line for it unless it failed.
   */
  readonly isOfSitting?: true
  /** Long work in a large course, where it is done in a thread of its own, with connections of its own. */
  readonly isLong?: true
  /**
   * `entrance`: students who arrive, let in at the rate they can be served; may be refused with `wait_turn`. `long`: long work
   * for staff, two at a time and after all others, as are the files of trainers. Absent: served at once.
   */
  readonly lane?: 'entrance' | 'long'
  /**
   * Staff only: may be called on oneself by somebody who is also a student, because no time, answer or mark changes.
   */
  readonly isHarmless?: true
  /** Staff only: it changes the marks of every copy of the exam in its path. */
  readonly touches?: 'every_copy'
  /** Allowed in an archived course although it is no GET: it writes nothing there, or the law may require it. */
  readonly onArchived?: true
  /** Staff only: an API token with one of these scopes may call it; without them, no token may. */
  readonly scopes?: readonly ApiScope[]
  /**
   * Called from another site, or by its server, with a form: what it sends proves by itself who sends it, and no cookie of
   * ours does. Every other write comes from our own pages.
   */
  readonly fromElsewhere?: true
  /** Its own refusals, besides those that every endpoint shares. */
  readonly refusals?: readonly RefusalCode[]
}

/** A download: the bytes are streamed, the name is encoded as in RFC 6266. */
export type FileReply = {
  name: string
  type: string
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>
}
export const fileReply = z.custom<FileReply>()

/** An image; the content under one address never changes, so it may be cached for ever. */
export type ImageReply = { type: string; content: Uint8Array }
export const imageReply = z.custom<ImageReply>()

/**
 * Server-sent events without content: each one asks the page to fetch again. `end` closes the connection; returns the
 * unsubscribe function.
 */
export type EventsReply = { subscribe: (onChange: () => void, end: () => void) => () => void }
export const eventsReply = z.custom<EventsReply>()

/** Where a browser is sent on: an address that the server has built, never one that was given. */
export type RedirectReply = { to: string }
export const redirectReply = z.custom<RedirectReply>()

/** The reply of endpoints that return no data. */
export const done = z.object({ done: z.literal(true) })

type Part<E, K extends string> = K extends keyof E
  ? E[K] extends z.ZodType
    ? { [P in K]: z.output<E[K]> }
    : unknown
  : unknown
type SentPart<E, K extends string> = K extends keyof E
  ? E[K] extends z.ZodType
    ? { [P in K]: z.input<E[K]> }
    : unknown
  : unknown

/** What a handler receives. */
export type HandlerInput<E extends Endpoint> = Part<E, 'params'> & Part<E, 'query'> & Part<E, 'body'>
/** What a caller sends. */
export type Sent<E extends Endpoint> = SentPart<E, 'params'> & SentPart<E, 'query'> & SentPart<E, 'body'>
/** What a handler returns, before it is parsed and stripped. */
export type ReplyInput<E extends Endpoint> = z.input<E['reply']>
/** What the caller gets. */
export type Reply<E extends Endpoint> = z.output<E['reply']>

export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition
}

export const uuid = z.uuid()

/** A text that PostgreSQL and JSON can hold: no U+0000, no unpaired surrogate. */
export const text = z.string().refine((words) => !/[\0\p{Cs}]/u.test(words), 'not_text')
/**
 * The bytes of a file: base64 in the request, then the decoded bytes when the server read a large body separately
 * (platform/json-bodies.ts).
 */
export const fileBytes = (mostCharacters: number) =>
  z.union([
    z
      .string()
      .min(1)
      .max(mostCharacters)
      .regex(/^[\w+/]*={0,2}$/),
    z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length * 4 <= mostCharacters * 3),
  ])
/** An integer that fits a PostgreSQL `int4`. */
export const int4 = z.int().min(-2_147_483_648).max(2_147_483_647)
/** An instant between the years that PostgreSQL and the exams can use: no year 0, no year 9999. */
export const instant = z.iso.datetime().refine((said) => said >= '1900' && said < '2200', 'out_of_range')
export const count = int4.min(0)
/** Hundredths of a point (core/points.ts). */
export const hundredths = int4
/** The revision the client loaded; a change made by somebody else since is not overwritten. */
export const revision = int4.min(1)
export const courseParams = z.object({ courseId: uuid })
export const examParams = courseParams.extend({ examId: uuid })
