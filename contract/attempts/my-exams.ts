import { z } from 'zod'
import { studentSession } from '#contract/auth/auth.ts'
import { endpoint, fileReply, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { content } from '#contract/questions/content.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { lockedBrowserUses } from '#core/exams/locked-browser.ts'
import { releaseTimes } from '#core/exams/release.ts'
import { attemptStatus, milliseconds, myExamParams } from './attempt-parts.ts'

export const releases = ['never', 'mark', 'review'] as const

/** An exam as its student sees it before the start, and in the list of their exams. */
export const myExam = z.object({
  id: uuid,
  title: text,
  courseId: uuid,
  courseTitle: text,
  status: z.enum(examStatuses),
  attempt: z.object({ id: uuid, status: attemptStatus, closedAt: instant.nullable() }).nullable(),
  questionCount: int4,
  limitMinutes: int4,
  /** With the student's own extra time. */
  allowedMs: milliseconds,
  opensAt: instant.nullable(),
  /** The student's own closing time: extra time moves it. */
  closesAt: instant.nullable(),
  timeZone: text,
  /** The slot of this student; null when the exam has one for all. An empty name: the first one, without a name. */
  slot: z.object({ number: int4, name: text }).nullable(),
  /** Where they sit; empty: not said. */
  room: text,
  /** What differs for this student alone, with the reason; `closesAt` and `allowedMs` count it. */
  override: z.object({ hasWindow: z.boolean(), minutes: int4, hasRoom: z.boolean(), reason: text }).nullable(),
  serverNow: instant,
  /** The mark in hundredths, once released and if the release policy shows it. */
  mark: z.object({ hundredths: int4, outOf: int4 }).nullable(),
  canReview: z.boolean(),
  /** Answered contestations of this copy; 0 while the review is hidden. */
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
      /** Whether a question can have a negative score. */
      canLose: z.boolean(),
    }),
  ),
  hasMultiple: z.boolean(),
  graceSeconds: int4,
  /** The start asks for the code shown in the room. */
  asksRoomCode: z.boolean(),
  lockedBrowser: z.enum(lockedBrowserUses),
  release: z.object({ what: z.enum(releases), when: z.enum(releaseTimes) }),
  studentName: text,
})

export const listMyExams = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/exams',
  summary: 'Lists the exams of the student who is signed in.',
  reply: z.object({
    studentName: text,
    /** Several only of who signed in with the account of their school; those of another open once it is chosen. */
    courses: z.array(z.object({ id: uuid, title: text, isThisOne: z.boolean() })),
    exams: z.array(myExam),
  }),
})

export const chooseMyCourse = endpoint({
  access: 'student',
  method: 'PUT',
  path: '/api/my/course',
  summary: 'Goes on in another course of a student who signed in with the account of their school.',
  body: z.strictObject({ courseId: uuid }),
  reply: z.object({ session: studentSession }),
  refusals: ['other_copy_running'],
})

export const getMyExam = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/exams/:examId',
  summary: 'Reads the instructions of an exam, with the duration and window of this student.',
  params: myExamParams,
  reply: myExamDetail,
})

export const exportMyCalendar = endpoint({
  access: 'student',
  method: 'GET',
  kind: 'file',
  path: '/api/my/calendar',
  summary: 'Downloads the sittings of this student that have a date as an iCalendar file.',
  reply: fileReply,
})

export const exportMySitting = endpoint({
  access: 'student',
  method: 'GET',
  kind: 'file',
  path: '/api/my/exams/:examId/calendar',
  summary: 'Downloads the sitting of this student as an iCalendar file: their own hours, and their room.',
  params: myExamParams,
  reply: fileReply,
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
