import { z } from 'zod'
import { courseParams, endpoint, instant, int4, text, uuid } from '#contract/endpoint.ts'

const months = int4.min(1).max(600).nullable()
const retention = z.strictObject({ copies: months, journals: months, marks: months, audit: months })

export const getRetention = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/retention',
  summary: 'Says how long a course keeps what, and what is past its date.',
  params: courseParams,
  reply: z.object({
    retention,
    usual: retention,
    namedCount: int4,
    anonymisedCount: int4,
    /** Data past its retention date, waiting for a decision: nothing is erased automatically. */
    due: z.object({
      people: z.object({ count: int4 }),
      journals: z.object({ count: int4 }),
      audit: z.object({ count: int4 }),
    }),
  }),
})

export const setRetention = endpoint({
  access: 'owner',
  method: 'PUT',
  path: '/api/courses/:courseId/retention',
  summary: 'Sets how long a course keeps what; deletes nothing.',
  onArchived: true,
  params: courseParams,
  body: retention,
  reply: retention,
})

export const purgeable = ['journals', 'audit'] as const
export const purgeRecords = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/retention/deletions',
  summary: 'Deletes the journals of answers or the audit lines that are past their date, as many as were announced.',
  onArchived: true,
  params: courseParams,
  body: z.strictObject({
    what: z.enum(purgeable),
    reason: text.trim().min(1).max(500),
    /** The announced count; when it differs, it is announced again. */
    count: int4.min(1),
  }),
  reply: z.object({ count: int4 }),
  refusals: ['preview_outdated'],
})

/** One person, everybody past their retention date, or everybody of a past year. */
const who = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('student'), studentId: uuid }),
  z.strictObject({ kind: z.literal('due') }),
  z.strictObject({ kind: z.literal('year') }),
])
/** `anonymise`: their work stays, without a name. `erase`: their work goes too. */
export const erasureKinds = ['anonymise', 'erase'] as const
const asked = { who, how: z.enum(erasureKinds) }

/** Where a name was found in a text that is kept. */
export const erasedPlaces = [
  'AuditLine',
  'AttemptEvent',
  'Incident',
  'ExamMessage',
  'Attendance',
  'Candidate',
  'LockedBrowserPass',
  'AssessmentEntry',
  'JuryDecision',
  'TeamMember',
  'Team',
  'HandIn',
  'Grading',
  'BankComment',
  'Contestation',
  'LateDecision',
  'MarkingRun',
  'StudentImport',
  'StudentMerge',
  'SheetImport',
  'SealedSheet',
] as const

export const previewErasure = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/erasure-previews',
  summary: 'Says what anonymising or erasing students would keep and take away; writes nothing.',
  onArchived: true,
  params: courseParams,
  body: z.strictObject(asked),
  reply: z.object({
    fingerprint: text,
    /** The word to type to confirm. */
    confirmation: text,
    people: z.array(z.object({ id: uuid, name: text })),
    counts: z.object({
      copies: int4,
      answers: int4,
      journal: int4,
      marks: int4,
      teams: int4,
      contestations: int4,
      sessions: int4,
      codes: int4,
    }),
    /** Kept texts in which « Étudiant anonymisé » will replace a name. */
    passages: z.array(z.object({ place: z.enum(erasedPlaces), count: int4 })),
    /** Signed sheets that keep their marks and whose signature stays valid. */
    sheetCount: int4,
    /** Until when the course keeps their marks with a name; null: past, or nothing to keep. */
    marksKeptUntil: instant.nullable(),
    /** True when the marks are kept without time limit. */
    areMarksKeptForEver: z.boolean(),
  }),
  refusals: ['copy_running', 'student_gone'],
})

export const eraseStudents = endpoint({
  access: 'owner',
  method: 'POST',
  path: '/api/courses/:courseId/erasures',
  summary: 'Anonymises or erases students as announced; it cannot be undone.',
  onArchived: true,
  params: courseParams,
  body: z.strictObject({
    ...asked,
    reason: text.trim().min(1).max(500),
    confirmation: text.max(300),
    fingerprint: text.min(1).max(100),
  }),
  reply: z.object({ count: int4 }),
  refusals: ['copy_running', 'student_gone', 'preview_outdated', 'confirmation_differs', 'still_kept'],
})
