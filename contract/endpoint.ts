import { z } from 'zod'
import type { RefusalCode } from '#core/refusal.ts'

/**
 * Who may call an endpoint. Staff rights are held per course and grow: invigilator < trainer < owner; these three need
 * a `:courseId` in the path, and what belongs to another course does not exist for them (404).
 */
export const accesses = ['anyone', 'student', 'staff', 'invigilator', 'trainer', 'owner'] as const
export type Access = (typeof accesses)[number]

/** One endpoint, said once: who may call it, where it is, what goes in, what comes out, how it may say no. */
export type Endpoint = {
  readonly access: Access
  /** What staff who still must set a second factor up may call all the same: that, their sessions, signing out. */
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
   * `events` when it goes on (`eventsReply`).
   */
  readonly kind?: 'json' | 'file' | 'image' | 'events'
  readonly reply: z.ZodType
  /** Of staff: whoever is also a student may do it to themself, it changes no time, answer or mark. */
  readonly isHarmless?: true
  /** Of staff: it changes the marks of every copy of the exam it names. */
  readonly touches?: 'every_copy'
  /** Refusals of its own, beside those every endpoint shares. */
  readonly refusals?: readonly RefusalCode[]
}

/** A file that leaves: its bytes are streamed, its name follows RFC 6266. */
export type FileReply = {
  name: string
  type: string
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>
}
export const fileReply = z.custom<FileReply>()

/** What a page shows: the same for ever under the same address. */
export type ImageReply = { type: string; content: Uint8Array }
export const imageReply = z.custom<ImageReply>()

/** Server-sent events without words: each one says « something changed, ask ». `end` closes the line; returns how to stop. */
export type EventsReply = { subscribe: (onChange: () => void, end: () => void) => () => void }
export const eventsReply = z.custom<EventsReply>()

/** The reply of endpoints that have nothing to say. */
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
export type Input<E extends Endpoint> = Part<E, 'params'> & Part<E, 'query'> & Part<E, 'body'>
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

/** Words a database can hold and every program can read: no U+0000, no half of a character. */
export const text = z.string().refine((words) => !/[\0\p{Cs}]/u.test(words), 'not_text')
/** The bytes of a file: base64 on the wire, the bytes themselves once a large body was read apart (platform/json-bodies.ts). */
export const fileBytes = (mostCharacters: number) =>
  z.union([
    z
      .string()
      .min(1)
      .max(mostCharacters)
      .regex(/^[\w+/]*={0,2}$/),
    z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length * 4 <= mostCharacters * 3),
  ])
/** A whole number as columns hold it. */
export const int4 = z.int().min(-2_147_483_648).max(2_147_483_647)
/** An instant of a life: PostgreSQL knows no year 0, and no exam is in the year 9999. */
export const instant = z.iso.datetime().refine((said) => said >= '1900' && said < '2200', 'out_of_range')
export const courseParams = z.object({ courseId: uuid })
