import { z } from 'zod'
import { count, courseParams, done, endpoint, hundredths, instant, text, uuid } from '#contract/endpoint.ts'
import { scoreFailures, serviceFailures } from './failures.ts'

/** `unknown`: the platform never told who this is; `none`: no mark here, nor there; `to_empty`: a mark there to take back. */
export const sendingStates = ['unknown', 'none', 'to_send', 'to_empty', 'sent', 'refused'] as const
export type SendingState = (typeof sendingStates)[number]

const person = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  /** The mark that may leave now; null: none. */
  mark: hundredths.nullable(),
  state: z.enum(sendingStates),
  /** What the platform acknowledged last, and when. */
  sentMark: hundredths.nullable(),
  sentAt: instant.nullable(),
  failure: z.enum(scoreFailures).nullable(),
  /** The status it answered. */
  answer: text,
})
export type SendingPerson = z.output<typeof person>

const place = z.object({
  contextId: uuid,
  platformName: text,
  title: text,
  /** The platform is in use here, and lets us write marks in this course. */
  canSend: z.boolean(),
  sendsByItself: z.boolean(),
  /** Somebody asked, or it sends by itself, and something is to be sent. */
  isWaiting: z.boolean(),
  nextAt: instant.nullable(),
  failure: z.enum(serviceFailures).nullable(),
  answer: text,
  people: z.array(person),
})
export type SendingPlace = z.output<typeof place>

export const getMarksSent = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/lms/marks',
  summary:
    'Tells, for each course of a learning platform bound to this one, which marks of an exam it has, which wait, and why one was refused; without an exam, the final marks.',
  params: courseParams,
  query: z.object({ examId: uuid.optional() }),
  reply: z.object({
    title: text,
    outOf: hundredths,
    /** The marks are released: only then do they leave. */
    areOut: z.boolean(),
    places: z.array(place),
  }),
})

/** Null: the final marks of the course. */
const which = { contextId: uuid, examId: uuid.nullable() }

export const setMarksSending = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId/lms/marks/sending',
  summary:
    'Lets the marks of an exam leave to a learning platform as soon as they are released or corrected, or no longer.',
  params: courseParams,
  body: z.strictObject({ ...which, sendsByItself: z.boolean() }),
  isHarmless: true,
  reply: done,
})

export const sendMarks = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/lms/marks/send',
  summary:
    'Sends to a learning platform what changed of the marks of an exam, in the background; those it refused are tried again.',
  params: courseParams,
  body: z.strictObject(which),
  isHarmless: true,
  reply: z.object({ toSend: count }),
})
