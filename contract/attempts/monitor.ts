import { z } from 'zod'
import { courseParams, endpoint, examParams, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { ownTerms } from '#contract/exams/own-terms.ts'
import { examSlot } from '#contract/exams/slot.ts'
import { attendances } from '#core/attempts/attendance.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { browserFaults, browserStandings } from '#core/exams/locked-browser.ts'
import { milliseconds } from './attempt-parts.ts'

const interventionTypes = ['grant', 'pause', 'resume', 'reopen', 'force_submit', 'void'] as const

const shownRoomCode = z.object({ code: text, turnsInMs: milliseconds.nullable() }).nullable()

/** One row of the monitor. */
export const monitoredAttempt = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  group: text,
  /** The number of their slot. */
  slot: int4,
  /** What differs for this student alone; null: nothing. */
  override: ownTerms.nullable(),
  hasExtraTime: z.boolean(),
  attemptId: uuid.nullable(),
  status: z.enum([...attemptStatuses, 'absent']),
  answeredCount: int4,
  startedAt: instant.nullable(),
  closedAt: instant.nullable(),
  remainingMs: milliseconds.nullable(),
  lastSavedAt: instant.nullable(),
  /** The last request from the student's page (an answer or a heartbeat); null before the start. */
  heardAt: instant.nullable(),
  /** How many different devices have been the active one. */
  deviceCount: int4,
  /** Answers waiting on the device, as it last reported. */
  unsyncedCount: int4,
  /** Messages of the room this student has not read yet. */
  unreadCount: int4,
  grantedMinutes: z.number(),
  /** Closed by staff or by the end of the exam, not handed in by the student. */
  isCollected: z.boolean(),
  /** Played by the server, in a demonstration. */
  isRobot: z.boolean(),
  /** Typed from paper by staff: its times are those of the typing. */
  isPaper: z.boolean(),
  /** Why the caller cannot reopen this copy, when it is not because of its state. */
  cannotReopen: z.enum(['correction_shown', 'reopening_needs_trainer']).nullable(),
  /** Where they work, of an exam that asks for the locked browser; null: nothing heard yet, or not asked for. */
  browser: z
    .object({
      standing: z.enum(browserStandings),
      /** What was wrong with the last request that showed no right key; null: nothing. */
      fault: z.enum(browserFaults).nullable(),
      at: instant,
      /** When they were last kept out, and when they last worked in another browser. */
      refusedAt: instant.nullable(),
      outsideAt: instant.nullable(),
    })
    .nullable(),
  /** Why they may work in another browser; null: they may not. */
  browserPass: z.object({ reason: text, at: instant, byName: text }).nullable(),
  /** As noted in the room. An absence noted for a student who starts later is kept and shown. */
  attendance: z.enum(attendances).nullable(),
})

const pause = z.object({ since: instant, reason: text }).nullable()

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
    /** Set while the whole class is paused; a student who starts meanwhile is paused too. */
    pause,
    /** The code to show in the room; null when starting does not require one. */
    roomCode: shownRoomCode,
    /** The first one, number 0, is always there; the code shown in the room differs from slot to slot. */
    slots: z.array(examSlot.extend({ roomCode: shownRoomCode, pause })),
    /** What is being done to many copies, in rounds; null: nothing. */
    underWay: z.object({ type: z.enum(interventionTypes), done: int4, total: int4 }).nullable(),
    questionCount: int4,
    /** Null: no copy asks for the locked browser. `quitPassword`: null when the school's files have their own. */
    lockedBrowser: z.object({ use: z.enum(['recommended', 'required']), quitPassword: text.nullable() }).nullable(),
    serverNow: instant,
    timeZone: text,
    attempts: z.array(monitoredAttempt),
  }),
})

const reason = text.trim().min(1).max(500)

const chosen = z.array(uuid).min(1).max(2_000)

export const changeAttempts = endpoint({
  access: 'invigilator',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/interventions',
  summary:
    'Gives time, pauses, resumes, reopens, collects or voids copies: one, some, of a slot or all, with a reason.',
  params: examParams,
  body: z.strictObject({
    /** Absent: every copy the intervention applies to. */
    attemptIds: chosen.optional(),
    /** Instead of `attemptIds`: every copy of this slot; a pause holds those who start in it later too. */
    slot: int4.min(0).max(10_000).optional(),
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
