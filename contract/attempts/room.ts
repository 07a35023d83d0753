import { z } from 'zod'
import { count, done, endpoint, examParams, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { ownTerms } from '#contract/exams/own-terms.ts'
import { attendances } from '#core/attempts/attendance.ts'
import { roomCodeKinds } from '#core/exams/room-code.ts'

const words = text.trim().min(1).max(500)
const several = z.array(uuid).min(1).max(2_000)
export const sendMessage = endpoint({
  access: 'invigilator',
  isHarmless: true,
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/messages',
  summary:
    'Writes to one, some or all of the students whose copy is open; they see it until they say they have read it.',
  params: examParams,
  body: z.strictObject({
    text: words,
    /** Absent: every copy that is open or about to be. */
    attemptIds: several.optional(),
    /** About this question of the exam: goes to the copies that ask it, each reading its own number of it. */
    questionId: uuid.optional(),
  }),
  reply: z.object({ messageId: uuid, recipientCount: count }),
  refusals: ['nobody_to_tell'],
})

export const listMessages = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/messages',
  summary: 'Lists what was written to the students of an exam, the newest first, with who has read it.',
  params: examParams,
  reply: z.object({
    messages: z.array(
      z.object({
        id: uuid,
        text,
        /** The first words of the question it is about; null when it is about none. */
        about: text.nullable(),
        sentAt: instant,
        from: text,
        recipients: z.array(z.object({ attemptId: uuid, name: text, readAt: instant.nullable() })),
      }),
    ),
  }),
})

export const listAskedQuestions = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/asked-questions',
  summary: 'Lists the first words of every question of an exam that is open or over: what a message can be about.',
  params: examParams,
  reply: z.object({ questions: z.array(z.object({ id: uuid, opening: text })) }),
  refusals: ['exam_not_open'],
})

export const setAttendance = endpoint({
  access: 'invigilator',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/attendance',
  summary: 'Notes who is there and who is absent, among those who have not started; the final sheet reads it.',
  params: examParams,
  body: z.strictObject({
    studentIds: several,
    /** Null takes the note back. */
    status: z.enum(attendances).nullable(),
    reason: text.trim().max(500),
  }),
  reply: z.object({
    changed: z.array(uuid),
    /** Students who have started, and so were present. */
    started: z.array(uuid),
  }),
  refusals: ['attendance_settled'],
})

export const addIncident = endpoint({
  access: 'invigilator',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/incidents',
  summary: 'Adds a line to the log of an exam day.',
  params: examParams,
  body: z.strictObject({ text: words }),
  reply: done,
})

export const setRoom = endpoint({
  access: 'invigilator',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/room',
  summary: 'Says where the exam takes place and who watches it, for the minutes.',
  params: examParams,
  body: z.strictObject({ room: text.trim().max(200), invigilators: text.trim().max(500) }),
  reply: done,
})

/** One entry of the log: an action on copies or on the exam, or a note written by staff. */
export const logLine = z.object({
  at: instant,
  /** `grant`, `pause`… core/attempts/attempt.ts; `open`, `close`; `message`; `incident`. */
  type: text,
  by: text,
  /** The reason of an action, or the text of a message or of an incident. */
  text,
  minutes: z.number().nullable(),
  /** The students concerned; empty when the entry is about the exam. */
  names: z.array(text),
})

export const getMinutes = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/minutes',
  summary: 'Reads the minutes of an exam, or of one of its slots: who was there, when, and everything that happened.',
  params: examParams,
  query: z.strictObject({ slot: z.coerce.number().int().min(0).max(10_000).optional() }),
  reply: z.object({
    courseTitle: text,
    examTitle: text,
    timeZone: text,
    limitMinutes: int4,
    questionCount: count,
    /** Of the first slot, or of the one that was asked for. */
    room: text,
    invigilators: text,
    slots: z.array(
      z.object({
        number: int4,
        name: text,
        room: text,
        invigilators: text,
        opensAt: instant.nullable(),
        closesAt: instant.nullable(),
        enrolled: count,
        started: count,
      }),
    ),
    /** Every slot of the exam, to choose another one. */
    allSlots: z.array(z.object({ number: int4, name: text })),
    /** What was decided for one student alone, with the reason. */
    overrides: z.array(ownTerms.extend({ name: text, slot: int4 })),
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    firstStartAt: instant.nullable(),
    lastClosingAt: instant.nullable(),
    writtenAt: instant,
    counts: z.object({
      enrolled: count,
      started: count,
      submitted: count,
      /** Closed by staff or by the end of the exam. */
      collected: count,
      expired: count,
      voided: count,
      running: count,
    }),
    /** Students without a started copy, with the attendance noted for them; null: none noted. */
    notStarted: z.array(z.object({ name: text, status: z.enum(attendances).nullable(), reason: text })),
    /** Where students worked, of an exam that asks for the locked browser; null: it does not. */
    browser: z
      .object({
        use: z.enum(['recommended', 'required']),
        inside: count,
        outside: count,
        excused: count,
        refused: count,
      })
      .nullable(),
    log: z.array(logLine),
  }),
})

export const getAccess = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/access',
  summary: 'Reads what a start asks for beside the codes.',
  params: examParams,
  reply: z.object({
    roomCode: z.enum(roomCodeKinds),
    networks: z.array(text),
    /** Whether a paused copy still shows its questions. */
    pauseShows: z.boolean(),
    /** The address of this request, as the network restriction of a start would see it. */
    yourAddress: text,
  }),
})

export const setAccess = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exams/:examId/access',
  summary: 'Asks for a code shown in the room, or for certain networks, before a start; says what a pause hides.',
  params: examParams,
  body: z.strictObject({
    roomCode: z.enum(roomCodeKinds),
    networks: z.array(text.trim().min(3).max(50)).max(50),
    /** Absent: as before. */
    pauseShows: z.boolean().optional(),
  }),
  reply: done,
  refusals: ['network_unreadable'],
})

export const getAttendanceList = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/exams/:examId/attendance-list',
  summary:
    'Reads who sits the exam as the list signed in the room has it, slot by slot, with the time each student has.',
  params: examParams,
  reply: z.object({
    courseTitle: text,
    examTitle: text,
    timeZone: text,
    limitMinutes: int4,
    slots: z.array(z.object({ number: int4, name: text, opensAt: instant.nullable(), room: text, invigilators: text })),
    students: z.array(
      z.object({
        id: uuid,
        familyName: text,
        givenName: text,
        number: text,
        group: text,
        /** The number of their slot. */
        slot: int4,
        /** What differs for this student alone, with the reason. */
        override: ownTerms.nullable(),
        /** With the students' own extra time, and what they have more for this exam. */
        allowedMinutes: count,
      }),
    ),
  }),
})
