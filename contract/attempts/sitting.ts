import { z } from 'zod'
import { endpoint, eventsReply, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { answerIds, askedQuestion, sharedContext } from '#contract/questions/asked-question.ts'
import { releaseTimes } from '#core/exams/release.ts'
import { attemptParams, attemptStatus, device, milliseconds, myExamParams } from './attempt-parts.ts'
import { releases } from './my-exams.ts'

/** A message from the invigilators; stays on the student's screen until marked as read. */
export const roomMessage = z.object({
  id: uuid,
  text,
  sentAt: instant,
  from: text,
  /** The number, on this copy, of the question it is about; null when it is about none. */
  position: int4.nullable(),
})

/**
 * The timing sent with every reply. Remaining time instead of an instant, so a wrong clock on the computer does not
 * matter.
 */
export const clock = z.object({
  status: attemptStatus,
  remainingMs: milliseconds,
  /** Incremented each time the deadline moves. */
  timingVersion: int4,
  /** The epoch of the active device; a device with an older epoch was taken over. */
  epoch: int4,
  device: text,
  serverNow: instant,
  /** Unread messages, the oldest first. */
  messages: z.array(roomMessage),
  /** The copy is paused, and its questions are hidden until it goes on. */
  hidesQuestions: z.literal(true).optional(),
})

export const savedAnswer = z.object({
  questionId: uuid,
  choices: z.array(text),
  flagged: z.boolean(),
  epoch: int4,
  sequence: int4,
})

/** A sitting: the copy as drawn, what is answered, the clock. */
export const sitting = z.object({
  id: uuid,
  examId: uuid,
  examTitle: text,
  studentName: text,
  /** The key that signs the copy file of this attempt; used for nothing else. */
  fileKey: text,
  /** Times are shown in the time zone of the exam, whatever that of the student's computer. */
  timeZone: text,
  clock,
  allowedMs: milliseconds,
  questions: z.array(askedQuestion),
  /** The documents of these questions, each once; absent when they have none. */
  contexts: z.array(sharedContext).optional(),
  answers: z.array(savedAnswer),
  /** When the newest of them was saved; null before any. */
  savedAt: instant.nullable(),
})

export const receipt = z.object({
  attemptId: uuid,
  examId: uuid,
  examTitle: text,
  studentName: text,
  status: attemptStatus,
  startedAt: instant.nullable(),
  closedAt: instant,
  timeZone: text,
  questionCount: int4,
  answeredCount: int4,
  /** A keyed hash over the final answers and times, short enough to be read aloud; null for a voided copy. */
  code: text.nullable(),
  /** Questions answered after the end: kept, but not counted until a trainer decides on each. */
  late: z.object({
    count: int4,
    undecided: int4,
    /** Which they are in this copy, counted from 1. */
    positions: z.array(int4),
  }),
  release: z.object({ what: z.enum(releases), when: z.enum(releaseTimes) }),
  /** The address that quits Safe Exam Browser; absent when the exam does not ask for it. */
  quitUrl: text.optional(),
})

const tick = z.strictObject({
  choices: answerIds,
  flagged: z.boolean(),
  device,
  epoch: int4.min(1).max(100_000),
  sequence: int4.min(1).max(1_000_000),
})

/**
 * The reply to one save, sent once the save is durable. It names the tick, so that the page marks exactly that one as
 * saved.
 */
export const acknowledgement = z.object({
  attemptId: uuid,
  questionId: uuid,
  sequence: int4,
  savedAt: instant,
  clock,
})

export const startAttempt = endpoint({
  access: 'student',
  isOfSitting: true,
  lane: 'entrance',
  method: 'POST',
  path: '/api/my/exams/:examId/attempt',
  summary: 'Starts the attempt, or returns the one already started: a double click gives the same copy and clock.',
  params: myExamParams,
  body: z.strictObject({ device, roomCode: text.trim().max(20).optional() }),
  reply: sitting,
  refusals: [
    'locked_browser_needed',
    'exam_not_open',
    'exam_closed',
    'attempt_closed',
    'time_is_up',
    'room_code_wrong',
    'outside_the_room',
    'too_many_requests',
  ],
})

export const getAttempt = endpoint({
  access: 'student',
  lane: 'entrance',
  method: 'GET',
  path: '/api/attempts/:attemptId',
  summary: 'Reads the copy, its answers and its clock.',
  params: attemptParams,
  reply: sitting,
  refusals: ['locked_browser_needed', 'attempt_not_started'],
})

export const getClock = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/attempts/:attemptId/clock',
  summary: 'Reads the clock alone.',
  params: attemptParams,
  reply: clock,
  refusals: ['locked_browser_needed'],
})

export const sendHeartbeat = endpoint({
  access: 'student',
  isOfSitting: true,
  method: 'PUT',
  path: '/api/attempts/:attemptId/pulse',
  summary: 'Tells how many answers wait on the device, and reads the clock.',
  params: attemptParams,
  body: z.strictObject({ unsynced: int4.min(0).max(1_000) }),
  reply: clock,
  refusals: ['locked_browser_needed'],
})

export const followAttempt = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/attempts/:attemptId/changes',
  summary: 'Says « look again » each time the room does something to this copy, as server-sent events.',
  params: attemptParams,
  kind: 'events',
  reply: eventsReply,
  refusals: ['locked_browser_needed'],
})

export const readMessage = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/attempts/:attemptId/messages/:messageId/reading',
  summary: 'Says that a message of the room was read; sent again, it changes nothing.',
  params: attemptParams.extend({ messageId: uuid }),
  reply: clock,
  refusals: ['locked_browser_needed'],
})

export const saveAnswer = endpoint({
  access: 'student',
  isOfSitting: true,
  method: 'PUT',
  path: '/api/attempts/:attemptId/answers/:questionId',
  summary: 'Saves the answer to one question; may be sent again, in any order.',
  params: attemptParams.extend({ questionId: uuid }),
  body: tick,
  reply: acknowledgement,
  refusals: [
    'locked_browser_needed',
    'attempt_not_started',
    'attempt_closed',
    'attempt_paused',
    'attempt_elsewhere',
    'time_is_up',
    'question_not_in_attempt',
    'choice_not_in_question',
    'too_many_requests',
  ],
})

export const saveAnswers = endpoint({
  access: 'student',
  isOfSitting: true,
  method: 'POST',
  path: '/api/attempts/:attemptId/answers',
  summary: 'Saves what waited offline; each answer is acknowledged or refused on its own.',
  params: attemptParams,
  body: z.strictObject({
    ticks: z
      .array(tick.extend({ questionId: uuid }))
      .min(1)
      .max(500),
  }),
  reply: z.object({
    attemptId: uuid,
    acknowledgements: z.array(z.object({ questionId: uuid, sequence: int4, savedAt: instant })),
    refusals: z.array(z.object({ questionId: uuid, sequence: int4, code: text })),
    clock,
  }),
  refusals: ['locked_browser_needed', 'too_many_requests'],
})

export const takeOver = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/attempts/:attemptId/device',
  summary: 'Goes on with the copy on this device; loses nothing and is logged.',
  params: attemptParams,
  body: z.strictObject({ device }),
  reply: clock,
  refusals: ['locked_browser_needed', 'attempt_not_started', 'attempt_closed', 'time_is_up'],
})

export const submitAttempt = endpoint({
  access: 'student',
  isOfSitting: true,
  method: 'POST',
  path: '/api/attempts/:attemptId/submission',
  summary: 'Submits the copy; sent again, answers the same receipt.',
  params: attemptParams,
  reply: receipt,
  refusals: ['locked_browser_needed', 'attempt_not_started', 'attempt_closed', 'attempt_paused'],
})

export const getReceipt = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/attempts/:attemptId/receipt',
  summary: 'Reads the receipt of a closed copy.',
  params: attemptParams,
  reply: receipt,
  refusals: ['attempt_wrong_state'],
})
