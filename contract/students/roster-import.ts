import { z } from 'zod'
import { courseParams, done, endpoint, fileBytes, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { rosterDoubts, rosterFaults } from '#core/students/roster.ts'
import { rosterColumnFields, rosterFields } from '#core/students/roster-columns.ts'
import { extraTime, student } from './students.ts'

/** Size of a decoded file in bytes; the request that carries it may be larger (base64, escapes). */
export const largestRosterBytes = 2 * 1024 * 1024

export const mostRosterLines = 5_000

const bodyLimit = 4 * 1024 * 1024

/** Encodings of a text file; the last three can only be guessed. */
export const guessedEncodings = ['windows-1252', 'iso-8859-15', 'macintosh'] as const

export const readEncodings = ['utf-8', 'utf-16le', 'utf-16be', ...guessedEncodings] as const

/** A pasted text, or the bytes of a file; and the mapping of columns, when their titles were not recognised. */
const roster = {
  text: text.min(1).max(bodyLimit).optional(),
  base64: fileBytes(bodyLimit).optional(),
  columns: z.partialRecord(z.enum(rosterColumnFields), int4.min(0).max(99)).optional(),
  /** `student` when the file has no header row; absent: detected. */
  firstLine: z.enum(['titles', 'student']).optional(),
  /** Absent: detected. */
  encoding: z.enum(readEncodings).optional(),
  /** Cells of the preview that the trainer wrote again. */
  mends: z
    .array(z.strictObject({ line: int4.min(1), field: z.enum(rosterFields), text: text.max(200) }))
    .max(mostRosterLines)
    .optional(),
}

const oneContent = (body: { text?: string | undefined; base64?: string | Uint8Array | undefined }) =>
  (body.text === undefined) !== (body.base64 === undefined)

export const rosterEncodings = ['text', ...readEncodings] as const

/** The last one is used by the lists of Auto Multiple Choice. */
export const rosterSeparators = [',', ';', '\t', '|', ':'] as const

const cell = z.union([text, extraTime, z.null()])

const change = z.object({ field: z.enum(rosterFields), before: cell, after: cell })

const line = int4

/** What the line says in each field that the list has, as it would be read: the cells of the preview. */
const cells = z.partialRecord(z.enum(rosterFields), text)

/** Doubts about a line that is imported as it is. */
const doubts = z.array(z.enum(rosterDoubts)).default([])

const rosterStudent = student.pick({
  familyName: true,
  givenName: true,
  email: true,
  number: true,
  group: true,
  extraTime: true,
})

/** The person a line matches, with enough to tell homonyms apart before anything is written. */
export const identified = rosterStudent.pick({ familyName: true, givenName: true, email: true, number: true })

export const rosterLine = z.discriminatedUnion('outcome', [
  z.object({ line, cells, outcome: z.literal('new'), student: rosterStudent, doubts }),
  z.object({
    line,
    cells,
    outcome: z.literal('changed'),
    name: identified,
    changes: z.array(change),
    isArchived: z.boolean(),
    doubts,
  }),
  z.object({ line, cells, outcome: z.literal('unchanged'), name: identified, isArchived: z.boolean(), doubts }),
  z.object({ line, cells, outcome: z.literal('duplicated'), of: line, said: text, changes: z.array(change) }),
  z.object({
    line,
    cells,
    outcome: z.literal('unusable'),
    reason: z.enum(rosterFaults),
    field: z.enum(rosterFields).nullable(),
    /** The line as it was read, truncated when long. */
    said: text,
    /** The candidates, when it matches two people. */
    people: z.array(identified),
  }),
])

export const previewImport = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/students/import-previews',
  scopes: ['import_class'],
  summary: 'Says line by line what importing a class list would do; writes nothing.',
  params: courseParams,
  body: z.strictObject(roster).refine(oneContent),
  bodyLimit,
  reply: z.object({
    /** Hash of the plan that was shown; sent back with the import, so that exactly this plan is applied. */
    fingerprint: text,
    encoding: z.enum(rosterEncodings),
    separator: z.enum(rosterSeparators),
    /** The titles, or the cells of the first student when there is no header row. */
    headers: z.array(text),
    columns: z.partialRecord(z.enum(rosterColumnFields), int4),
    firstLine: z.enum(['titles', 'student']),
    /** True when columns were recognised by their content, since the file has no titles. */
    isGuessed: z.boolean(),
    /** Lines before the titles, which were skipped. */
    skipped: z.array(text),
    /** Titles of unknown columns, which are ignored. */
    ignored: z.array(text),
    counts: z.object({
      new: int4,
      changed: int4,
      unchanged: int4,
      duplicated: int4,
      unusable: int4,
    }),
    lines: z.array(rosterLine),
  }),
  refusals: ['unreadable_file', 'nothing_to_import'],
})

export const importStudents = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/students/imports',
  scopes: ['import_class'],
  summary: 'Writes what the preview announced, all of it or nothing.',
  params: courseParams,
  body: z.strictObject({ ...roster, fingerprint: text.min(1).max(100) }).refine(oneContent),
  bodyLimit,
  reply: z.object({
    importId: uuid,
    added: int4,
    changed: int4,
    /** The students whose extra time could not be read: it is still to be said. */
    unreadExtraTimeIds: z.array(uuid),
  }),
  refusals: ['unreadable_file', 'nothing_to_import', 'preview_outdated'],
})

export const listImports = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/students/imports',
  scopes: ['import_class'],
  summary: 'Lists the latest imports of the class list, newest first.',
  params: courseParams,
  reply: z.object({
    imports: z.array(z.object({ id: uuid, at: instant, byName: text, added: int4, changed: int4 })),
  }),
})

export const undoImport = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/students/imports/:importId',
  summary: 'Undoes an import, as long as nothing rests on what it wrote.',
  params: courseParams.extend({ importId: uuid }),
  reply: done,
  refusals: ['import_in_use'],
})
