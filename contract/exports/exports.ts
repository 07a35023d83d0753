import { z } from 'zod'
import { courseParams, done, endpoint, fileBytes, fileReply, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { identified } from '#contract/students/roster-import.ts'
import { entryStatuses } from '#core/assessment/rules.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { fileBases } from '#core/exports/file-layout.ts'
import { emptyCells, sheetFaults } from '#core/exports/sheet-import.ts'
import { toolProfiles } from '#core/exports/tool-profiles.ts'
import { journalLine } from './journal-line.ts'

/**
 * `xlsx_fr`, `xlsx_en`: a workbook, titles in that language. `excel_fr`: a text that opens correctly in a French Excel.
 * `rfc4180`: a text for every other program.
 */
export const tableProfiles = fileBases
export type TableProfile = (typeof tableProfiles)[number]
export const exportProfiles = [...tableProfiles, ...toolProfiles] as const
export type ExportProfile = (typeof exportProfiles)[number]

/** Or a profile of the course: contract/exports/export-profiles.ts. */
const query = z.strictObject({ profile: z.union([z.enum(exportProfiles), uuid]) })
const tableQuery = z.strictObject({ profile: z.union([z.enum(tableProfiles), uuid]) })

export const listFiles = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exports',
  scopes: ['read_results'],
  summary: 'Lists what can be taken away from a course.',
  params: courseParams,
  reply: z.object({
    exams: z.array(
      z.object({
        id: uuid,
        title: text,
        status: z.enum(examStatuses),
        closedAt: instant.nullable(),
        timeZone: text,
        markCount: int4,
      }),
    ),
    projects: z.array(z.object({ id: uuid, title: text, teamCount: int4 })),
    /** Null before the course has rules for its final grade. */
    finalSheet: z
      .object({
        title: text,
        studentCount: int4,
        /** Students without a grade: their result is blocked (DEF), or waits for a decision. */
        withoutGradeCount: int4,
        isFinal: z.boolean(),
      })
      .nullable(),
  }),
})

export const exportResults = endpoint({
  access: 'trainer',
  method: 'GET',
  kind: 'file',
  isLong: true,
  path: '/api/courses/:courseId/exports/results/:examId',
  scopes: ['read_results'],
  summary: 'Downloads the results of an exam as a workbook or CSV.',
  params: courseParams.extend({ examId: uuid }),
  query,
  reply: fileReply,
})

export const exportFinalSheet = endpoint({
  access: 'trainer',
  method: 'GET',
  kind: 'file',
  isLong: true,
  path: '/api/courses/:courseId/exports/final-sheet',
  scopes: ['read_results'],
  summary: 'Downloads the final sheet as a workbook or CSV: marks, statuses, exact sum, grade and working.',
  params: courseParams,
  query,
  reply: fileReply,
})

type OfExam = 'points' | 'answers' | 'attendance' | 'statistics' | 'sections' | 'student-sections'

const ofExam = (path: OfExam, summary: string) =>
  endpoint({
    access: 'trainer',
    method: 'GET',
    kind: 'file',
    isLong: true,
    path: `/api/courses/:courseId/exports/${path}/:examId`,
    scopes: ['read_results'],
    summary,
    params: courseParams.extend({ examId: uuid }),
    query: tableQuery,
    reply: fileReply,
    refusals: ['marks_missing'],
  })

export const exportPoints = ofExam(
  'points',
  'Downloads the points of an exam as a workbook or CSV: a line per student, a column per question.',
)
export const exportAnswers = ofExam(
  'answers',
  'Downloads the answers of an exam as a workbook or CSV: a line per student and question.',
)
export const exportAttendance = ofExam('attendance', 'Downloads who sat an exam, and when, as a workbook or CSV.')
export const exportStatistics = ofExam(
  'statistics',
  'Downloads the statistics of the questions of an exam as a workbook or CSV.',
)
export const exportSections = ofExam(
  'sections',
  'Downloads what the class earned on each section of the course as a workbook or CSV: a line per section.',
)
export const exportStudentSections = ofExam(
  'student-sections',
  'Downloads what each student earned on each section of the course as a workbook or CSV: a line per student.',
)

export const exportRubric = endpoint({
  access: 'trainer',
  method: 'GET',
  kind: 'file',
  isLong: true,
  path: '/api/courses/:courseId/exports/rubrics/:projectId',
  summary: 'Downloads the levels and marks of a project as a workbook or CSV: a line per student.',
  params: courseParams.extend({ projectId: uuid }),
  query: tableQuery,
  reply: fileReply,
  refusals: ['names_withheld'],
})

export const exportJournal = endpoint({
  access: 'trainer',
  method: 'GET',
  kind: 'file',
  isLong: true,
  path: '/api/courses/:courseId/exports/journal',
  summary: 'Downloads the journal of a course as a workbook or CSV: who changed what, when and why.',
  params: courseParams,
  query: tableQuery,
  reply: fileReply,
})

export const readJournal = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/journal',
  summary: 'Reads the journal of a course, newest first: who changed what, when and why.',
  params: courseParams,
  query: z.strictObject({
    /** Cursor: the last line of the previous page. */
    before: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
    concept: z
      .string()
      .regex(/^[a-z_]{1,30}$/)
      .optional(),
    /** Words of the actor's name or of the reason. */
    search: text.trim().max(100).optional(),
    /** Who, by their name in the journal. */
    actor: text.max(300).optional(),
    /** From this instant, until that one. */
    from: instant.optional(),
    until: instant.optional(),
    /** Only what names this student. */
    studentId: uuid.optional(),
  }),
  reply: z.object({
    lines: z.array(journalLine),
    /** Everybody who has a line in this journal. */
    actors: z.array(text),
    /** Null on the last page. */
    next: text.nullable(),
  }),
})

const sheetBodyLimit = 4 * 1024 * 1024

/** An edited sheet: a pasted text, or the bytes of a file. */
const editedSheet = {
  text: text.min(1).max(sheetBodyLimit).optional(),
  base64: fileBytes(sheetBodyLimit).optional(),
  /** What an empty cell means: no change, or that the current value is removed. */
  empty: z.enum(emptyCells).default('keep'),
}
const oneContent = (body: { text?: string | undefined; base64?: string | Uint8Array | undefined }) =>
  (body.text === undefined) !== (body.base64 === undefined)

const juryPoints = z.object({ points: int4, reason: text }).nullable()
const sheetChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['mark', 'retake']),
    component: text,
    /** As the file would write it. */
    before: text.nullable(),
    /** Hundredths. */
    after: int4.nullable(),
  }),
  z.object({
    kind: z.literal('status'),
    component: text,
    before: z.enum(entryStatuses),
    after: z.enum(entryStatuses),
  }),
  z.object({ kind: z.literal('jury'), before: juryPoints, after: juryPoints }),
])
/** The person found; null when the line does not identify exactly one. */
const who = { line: int4, person: identified.nullable() }

export const previewSheetImport = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/assessment/import-previews',
  summary: 'Says line by line what a final sheet edited in a spreadsheet would change; writes nothing.',
  params: courseParams,
  body: z.strictObject(editedSheet).refine(oneContent),
  bodyLimit: sheetBodyLimit,
  reply: z.object({
    fingerprint: text,
    /** Titles of unknown columns, which are ignored. */
    ignored: z.array(text),
    counts: z.object({ changed: int4, unchanged: int4, refused: int4 }),
    lines: z.array(
      z.discriminatedUnion('outcome', [
        z.object({ ...who, outcome: z.literal('changed'), changes: z.array(sheetChange) }),
        z.object({ ...who, outcome: z.literal('unchanged') }),
        z.object({
          ...who,
          outcome: z.literal('refused'),
          reason: z.enum(sheetFaults),
          column: text.nullable(),
          said: text,
          /** The candidates, when the line matches two people. */
          people: z.array(identified),
        }),
      ]),
    ),
  }),
  refusals: ['unreadable_file', 'nothing_to_import'],
})

export const importSheet = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/assessment/imports',
  summary: 'Writes what the preview of an edited sheet announced, all of it or nothing; refused lines are left alone.',
  params: courseParams,
  body: z.strictObject({ ...editedSheet, fingerprint: text.min(1).max(100) }).refine(oneContent),
  bodyLimit: sheetBodyLimit,
  reply: z.object({ importId: uuid, changed: int4 }),
  refusals: ['unreadable_file', 'nothing_to_import', 'preview_outdated', 'sheet_final'],
})

export const undoSheetImport = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/assessment/imports/:importId',
  summary: 'Undoes an import of an edited sheet, as long as nobody changed what it wrote.',
  params: courseParams.extend({ importId: uuid }),
  reply: done,
  refusals: ['import_in_use', 'sheet_final'],
})
