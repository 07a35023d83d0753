import { z } from 'zod'
import { courseParams, done, endpoint, hundredths, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { working } from '#contract/projects/project-parts.ts'
import { gradeDecisions, mentionIds } from '#core/assessment/decision.ts'
import { entryStatuses } from '#core/assessment/rules.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { assessmentRules, componentKey, rulesRevision } from './rules.ts'

export const entryStatus = z.enum(entryStatuses)

/** Why there is no mark yet; each reason leads to a different next step. */
const waiting = z.enum([
  'exam_not_over',
  'not_marked',
  'absent',
  'voided',
  'no_team',
  'not_graded',
  'names_withheld',
  'no_source',
  'by_hand',
  'several_marks',
  'not_expected',
])

const entry = z.object({
  component: text,
  status: entryStatus,
  /** Exact, on 20; kept even when the status decides instead of the mark. */
  mark: text.nullable(),
  /** The mark of the second session (rattrapage), on 20; the rules of the course say how it counts. */
  retake: text.nullable(),
  waiting: waiting.nullable(),
  reason: text,
  /** The exams that the student has sat for this component; the marks that count are those of `mark` and `retake`. */
  exams: z
    .array(
      z.object({
        examId: uuid,
        title: text,
        /** `second`: a retake of one of the others. */
        session: z.enum(['first', 'second']),
        mark: text.nullable(),
        /** Before the exam rounded it; null when it did not, or when nothing says. */
        exact: text.nullable(),
        at: instant.nullable(),
      }),
    )
    .default([]),
  /** The retake typed by hand: it counts until an exam gives one. */
  typedRetake: text.nullable().default(null),
  /** Of several exams, the one that the trainer chose. */
  chosen: uuid.nullable().default(null),
})

/** Points of the jury, in hundredths, added to the rounded grade. */
const jury = z.object({ points: hundredths, reason: text })

/** The result of one student, as computed by core/assessment/assessment.ts. */
export const result = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('graded'),
    grade: hundredths,
    /** Before rounding: `14.375` is `115/8`. */
    exact: text,
    decision: z.enum(gradeDecisions),
    mention: z.enum(mentionIds).nullable(),
  }),
  z.object({
    status: z.literal('blocked'),
    because: z.array(z.object({ part: text, status: entryStatus })),
  }),
  z.object({ status: z.literal('missing'), what: z.array(text) }),
])

/** The working of a project mark (rubric, lateness, individual share); only where that mark is the one that counts. */
export const projectWorking = z.object({ component: text, working })

export const sheetLine = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  number: text,
  group: text,
  entries: z.array(entry),
  jury: jury.nullable(),
  result,
  /** The result without any retake; null when there is none. */
  before: result.nullable().default(null),
  working,
})

/** A finalised sheet: who signed it, when, and the hash printed on its record (procès-verbal). */
export const sealView = z.object({
  number: int4,
  hash: text,
  sealedAt: instant,
  sealedByName: text,
  /** True when the content still matches the hash and the hash matches this server's signature. */
  isIntact: z.boolean(),
})

/** How a result has changed since the sheet was finalised: shown, never counted. */
const standing = z.object({
  status: z.enum(['graded', 'blocked', 'missing']),
  grade: hundredths.nullable(),
  decision: z.enum(gradeDecisions).nullable(),
  entries: z.array(z.object({ component: text, status: entryStatus, mark: text.nullable(), retake: text.nullable() })),
})

const difference = z.object({
  studentId: uuid,
  familyName: text,
  givenName: text,
  /** Null for a student who joined or left after the sheet was finalised. */
  sealed: standing.nullable(),
  now: standing.nullable(),
})

export const finalSheet = z.object({
  title: text,
  rules: assessmentRules,
  revision: rulesRevision,
  releasedAt: instant.nullable(),
  /** Set while the sheet is finalised; the lines are then the finalised ones. */
  seal: sealView.nullable(),
  differences: z.array(difference),
  /** Hash of what is shown; sent back with the finalisation, so that only the version that was read can be signed. */
  fingerprint: text,
  lines: z.array(sheetLine),
  projectWorkings: z.array(projectWorking.extend({ studentId: uuid })),
  /** Where a component may take its marks from. */
  sources: z.object({
    exams: z.array(
      z.object({
        id: uuid,
        title: text,
        retakeOfId: uuid.nullable(),
        status: z.enum(examStatuses),
        /** The step of its marks, in hundredths of its own scale. */
        grain: int4,
      }),
    ),
    projects: z.array(z.object({ id: uuid, title: text })),
  }),
})

export const getFinalSheet = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/assessment',
  summary: 'Reads the final sheet: rules, marks and statuses, each grade with its working.',
  params: courseParams,
  reply: finalSheet,
})

/** What stands beside a mark, and the marks that are typed: hundredths on 20. */
const entryValue = {
  status: entryStatus,
  /** Only where marks are entered by hand. */
  mark: hundredths.min(-10_000).max(10_000).nullable(),
  /** Whatever the source of the first mark, where no exam is its retake. */
  retake: hundredths.min(-10_000).max(10_000).nullable().default(null),
  /** Of several exams that the student has sat, the one that counts. */
  examId: uuid.nullable().default(null),
  reason: text.trim().max(500),
}

export const setEntry = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/assessment/entries/:studentId/:component',
  summary:
    'Sets what stands beside a mark (present, ABI, ABJ, exempt, fraud, not submitted), and a mark entered by hand.',
  params: courseParams.extend({ studentId: uuid, component: componentKey }),
  body: z.strictObject(entryValue),
  reply: done,
  refusals: ['mark_out_of_range', 'sheet_final'],
})

const isEachOnce = (entries: readonly { studentId: string; component: string }[]) =>
  new Set(entries.map(({ studentId, component }) => `${studentId} ${component}`)).size === entries.length

export const setEntries = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/assessment/entries',
  summary: 'Sets several entries at once, all of them or none; refused when one is no longer as it was read.',
  params: courseParams,
  body: z.strictObject({
    entries: z
      .array(
        z.strictObject({
          studentId: uuid,
          component: componentKey,
          /** The status that was read. */
          was: entryStatus,
          ...entryValue,
        }),
      )
      .min(1)
      .max(3_000)
      .refine(isEachOnce, 'twice'),
  }),
  bodyLimit: 4 * 1024 * 1024,
  reply: done,
  refusals: ['mark_out_of_range', 'sheet_final', 'changed_meanwhile'],
})

export const setJury = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/assessment/jury/:studentId',
  summary: 'Sets the points a jury adds to a grade (or takes away), with its reason; zero takes them back.',
  params: courseParams.extend({ studentId: uuid }),
  body: z
    .strictObject({ points: hundredths.min(-2_000).max(2_000), reason: text.trim().max(500) })
    .refine(({ points, reason }) => points === 0 || reason !== '', { path: ['reason'] }),
  reply: done,
  refusals: ['sheet_final'],
})
