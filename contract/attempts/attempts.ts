import { z } from 'zod'
import { courseParams, endpoint, eventsReply, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { askedQuestion } from '#contract/exams/exams.ts'
import { content } from '#contract/questions/content.ts'
import { attendances } from '#core/attempts/attendance.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { releaseTimes } from '#core/exams/release.ts'

const device = z
  .string()
  .min(8)
  .max(80)
  .regex(/^[\w:.-]+$/)
const status = z.enum(attemptStatuses)
const attemptParams = z.object({ attemptId: uuid })
const myExamParams = z.object({ examId: uuid })
const milliseconds = int4

/** Words from the room; on the student's screen until they say they have read them. */
export const roomMessage = z.object({ id: uuid, text, sentAt: instant, from: text })

/** What the clock of a screen needs; it rides on every reply. Remaining time, never an instant: a wrong PC clock changes nothing. */
export const clock = z.object({
  status,
  remainingMs: milliseconds,
  /** One more each time the deadline moved. */
  timingVersion: int4,
  /** The reign of the active device; a screen with an older one was taken over. */
  epoch: int4,
  device: text,
  serverNow: instant,
  /** Those not read yet, the oldest first. */
  messages: z.array(roomMessage),
})

export const releases = ['never', 'mark', 'review'] as const

/** An exam as its student sees it before the start, and in the list of their exams. */
export const myExam = z.object({
  id: uuid,
  title: text,
  courseTitle: text,
  status: z.enum(examStatuses),
  attempt: z.object({ id: uuid, status, closedAt: instant.nullable() }).nullable(),
  questionCount: int4,
  limitMinutes: int4,
  /** With the student's own extra time. */
  allowedMs: milliseconds,
  opensAt: instant.nullable(),
  /** The student's own: it stretches with extra time. */
  closesAt: instant.nullable(),
  timeZone: text,
  serverNow: instant,
  /** The mark, once released and if the policy shows it: hundredths. */
  mark: z.object({ hundredths: int4, outOf: int4 }).nullable(),
  canReview: z.boolean(),
  /** Contestations of this copy that were answered; 0 while nothing of the review is shown. */
  answeredContestations: int4,
})

export const myExamDetail = myExam.extend({
  instructions: content,
  /** How answers become points: one entry for a whole exam, several when questions differ. */
  scales: z.array(
    z.object({
      kind: text,
      questionCount: int4,
      /** What a wrong answer and a blank are worth under negative marking, as a share of the points: `-1/4`. */
      wrong: text.nullable(),
      blank: text.nullable(),
      /** A wrong answer, in hundredths of a point, when these questions are all worth the same. */
      wrongPoints: z.number().nullable(),
      /** What right and wrong are worth at each degree of certainty, the least sure first, as shares of the points. */
      certainty: z.array(z.object({ right: text, wrong: text })),
      /** Whether a question can take points away. */
      canLose: z.boolean(),
    }),
  ),
  hasMultiple: z.boolean(),
  graceSeconds: int4,
  /** The start asks for the code shown in the room. */
  asksRoomCode: z.boolean(),
  release: z.object({ what: z.enum(releases), when: z.enum(releaseTimes) }),
  studentName: text,
})

export const heldAnswer = z.object({
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
  /** Signs the copy file of this attempt, and proves nothing else. */
  fileKey: text,
  /** Times are said as the room says them, whatever the student's computer believes. */
  timeZone: text,
  clock,
  allowedMs: milliseconds,
  questions: z.array(askedQuestion),
  answers: z.array(heldAnswer),
  /** When the newest of them was saved; null before any. */
  savedAt: instant.nullable(),
})

export const receipt = z.object({
  attemptId: uuid,
  examId: uuid,
  examTitle: text,
  studentName: text,
  status,
  startedAt: instant.nullable(),
  closedAt: instant,
  timeZone: text,
  questionCount: int4,
  answeredCount: int4,
  /** A keyed hash over the final answers and times, short enough to be read aloud; null for a voided copy. */
  code: text.nullable(),
  /** Questions answered after the end: kept, not counted, until a trainer decides of each. */
  late: z.object({ count: int4, undecided: int4 }),
  release: z.object({ what: z.enum(releases), when: z.enum(releaseTimes) }),
})

const tick = z.strictObject({
  choices: z.array(text.min(1).max(40)).max(20),
  flagged: z.boolean(),
  device,
  epoch: int4.min(1).max(100_000),
  sequence: int4.min(1).max(1_000_000),
})

/** Said of one save, only after it is durable. It names the very tick: a page believes nothing else. */
export const acknowledgement = z.object({
  attemptId: uuid,
  questionId: uuid,
  sequence: int4,
  savedAt: instant,
  clock,
})

export const listMyExams = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/exams',
  summary: 'Lists the exams of the student who is signed in.',
  reply: z.object({ studentName: text, exams: z.array(myExam) }),
})

export const getMyExam = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/exams/:examId',
  summary: 'Reads the instructions of an exam, with the duration and window of this student.',
  params: myExamParams,
  reply: myExamDetail,
})

export const tryDevice = endpoint({
  access: 'anyone',
  method: 'POST',
  path: '/api/device-checks',
  summary: 'Answers a browser that is tried before an exam: the road of a save as far as the database; writes nothing.',
  body: z.strictObject({ choices: z.array(text.min(1).max(40)).max(20) }),
  reply: z.object({ serverNow: instant }),
  refusals: ['too_many_requests'],
})

export const startAttempt = endpoint({
  access: 'student',
  method: 'POST',
  path: '/api/my/exams/:examId/attempt',
  summary: 'Starts the attempt, or returns the one already started: a double click gives the same copy and clock.',
  params: myExamParams,
  body: z.strictObject({ device, roomCode: text.trim().max(20).optional() }),
  reply: sitting,
  refusals: [
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
  method: 'GET',
  path: '/api/attempts/:attemptId',
  summary: 'Reads the copy, its answers and its clock.',
  params: attemptParams,
  reply: sitting,
  refusals: ['attempt_not_started'],
})

export const getClock = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/attempts/:attemptId/clock',
  summary: 'Reads the clock alone.',
  params: attemptParams,
  reply: clock,
})

export const tellPulse = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/attempts/:attemptId/pulse',
  summary: 'Tells how many answers wait on the device, and reads the clock.',
  params: attemptParams,
  body: z.strictObject({ unsynced: int4.min(0).max(1_000) }),
  reply: clock,
})

export const followAttempt = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/attempts/:attemptId/changes',
  summary: 'Says « look again » each time the room does something to this copy, as server-sent events.',
  params: attemptParams,
  kind: 'events',
  reply: eventsReply,
})

export const readMessage = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/attempts/:attemptId/messages/:messageId/reading',
  summary: 'Says that a message of the room was read; sent again, it changes nothing.',
  params: attemptParams.extend({ messageId: uuid }),
  reply: clock,
})

export const saveAnswer = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/attempts/:attemptId/answers/:questionId',
  summary: 'Saves the answer to one question; may be sent again, in any order.',
  params: attemptParams.extend({ questionId: uuid }),
  body: tick,
  reply: acknowledgement,
  refusals: [
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
  refusals: ['too_many_requests'],
})

export const takeOver = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/attempts/:attemptId/device',
  summary: 'Goes on with the copy on this device; loses nothing and is logged.',
  params: attemptParams,
  body: z.strictObject({ device }),
  reply: clock,
  refusals: ['attempt_not_started', 'attempt_closed', 'time_is_up'],
})

export const submitAttempt = endpoint({
  access: 'student',
  method: 'POST',
  path: '/api/attempts/:attemptId/submission',
  summary: 'Submits the copy; sent again, answers the same receipt.',
  params: attemptParams,
  reply: receipt,
  refusals: ['attempt_not_started', 'attempt_closed', 'attempt_paused'],
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

const examParams = courseParams.extend({ examId: uuid })

/** One line of the cockpit. */
export const monitoredAttempt = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  group: text,
  hasExtraTime: z.boolean(),
  attemptId: uuid.nullable(),
  status: z.enum([...attemptStatuses, 'absent']),
  answeredCount: int4,
  startedAt: instant.nullable(),
  closedAt: instant.nullable(),
  remainingMs: milliseconds.nullable(),
  lastSavedAt: instant.nullable(),
  /** When the page of the student last asked for anything: an answer, the clock; null before the start. */
  heardAt: instant.nullable(),
  /** How many different devices have held the copy. */
  deviceCount: int4,
  /** Answers that wait on the device, as it last told. */
  unsyncedCount: int4,
  /** Messages of the room this student has not read yet. */
  unreadCount: int4,
  grantedMinutes: z.number(),
  /** Typed from paper by staff: its times are those of the typing. */
  isPaper: z.boolean(),
  /** Why whoever asks cannot reopen this copy, beside its state. */
  cannotReopen: z.enum(['correction_shown', 'reopening_needs_trainer']).nullable(),
  /** As the room noted it. An absence noted of somebody who then starts is kept, and shown. */
  attendance: z.enum(attendances).nullable(),
})

export const monitorExam = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/attempts',
  summary: 'Lists every student of the exam with the state of their copy.',
  params: examParams,
  reply: z.object({
    examTitle: text,
    examStatus: z.enum(examStatuses),
    joinCode: text,
    /** The whole class is paused: who starts meanwhile is paused too. */
    pause: z.object({ since: instant, reason: text }).nullable(),
    /** To be shown in the room; null when a start asks for none. */
    roomCode: z.object({ code: text, turnsInMs: milliseconds.nullable() }).nullable(),
    questionCount: int4,
    serverNow: instant,
    attempts: z.array(monitoredAttempt),
  }),
})

const reason = text.trim().min(1).max(500)
const chosen = z.array(uuid).min(1).max(2_000)

export const changeAttempts = endpoint({
  access: 'invigilator',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/interventions',
  summary: 'Gives time, pauses, resumes, reopens, collects or voids copies: one, some or all, with a reason.',
  params: examParams,
  body: z.strictObject({
    /** Absent: every copy the intervention applies to. */
    attemptIds: chosen.optional(),
    reason,
    intervention: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('grant'), minutes: int4.min(-240).max(240) }),
      z.strictObject({ type: z.literal('pause') }),
      z.strictObject({ type: z.literal('resume') }),
      z.strictObject({ type: z.literal('reopen'), minutes: int4.min(0).max(240) }),
      z.strictObject({ type: z.literal('force_submit') }),
      z.strictObject({ type: z.literal('void') }),
    ]),
  }),
  reply: z.object({
    changed: z.array(uuid),
    refused: z.array(z.object({ attemptId: uuid, code: text })),
  }),
})

export const checkReceipt = endpoint({
  access: 'invigilator',
  isHarmless: true,
  method: 'POST',
  path: '/api/courses/:courseId/receipt-checks',
  summary: 'Tells which copy a receipt code stands for, and whether the copy still matches it.',
  params: courseParams,
  body: z.strictObject({ code: text.trim().min(4).max(40) }),
  reply: z.object({
    matches: z.array(
      z.object({
        attemptId: uuid,
        examId: uuid,
        examTitle: text,
        studentName: text,
        closedAt: instant,
        /** False when a trainer added answers since: late ones accepted, a copy file imported. */
        isIntact: z.boolean(),
      }),
    ),
  }),
})
