import { z } from 'zod'
import { courseParams, done, endpoint, fileBytes, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { rosterDoubts, rosterFaults } from '#core/students/roster.ts'
import { rosterColumnFields, rosterFields } from '#core/students/roster-columns.ts'

/** A file, once read; the request that carries it may be larger (base64, escapes). */
export const largestRosterBytes = 2 * 1024 * 1024
export const mostRosterLines = 5_000
const bodyLimit = 4 * 1024 * 1024

/** Between which instants a sitting must start to have it: the first inside, the last not; absent, no end. */
const dates = { from: instant.optional(), until: instant.optional() }
const inOrder = ({ from, until }: { from?: string | undefined; until?: string | undefined }) =>
  from === undefined || until === undefined || Date.parse(from) < Date.parse(until)

/** What a student is granted on every exam: nothing, a ratio of the duration, or minutes. */
export const extraTime = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z
    .strictObject({
      kind: z.literal('ratio'),
      numerator: int4.min(1).max(5_000_000),
      denominator: int4.min(1).max(1_000_000),
      ...dates,
    })
    .refine(({ numerator, denominator }) => numerator > denominator && numerator <= 5 * denominator)
    .refine(inOrder),
  z.strictObject({ kind: z.literal('minutes'), minutes: int4.min(1).max(600), ...dates }).refine(inOrder),
])

export const student = z.object({
  id: uuid,
  familyName: text,
  givenName: text,
  email: text.nullable(),
  /** Text: leading zeros count. */
  number: text.nullable(),
  group: text,
  extraTime,
  /** When the personal code was last given; null when never. */
  codeSetAt: instant.nullable(),
  archivedAt: instant.nullable(),
  /** Nothing says who it was any more: the family name is a number among the others. */
  anonymisedAt: instant.nullable(),
  /** The same person as this one, to whom their work went. */
  mergedIntoId: uuid.nullable(),
})

const cellText = (most: number) => text.trim().max(most)
const studentFields = z.strictObject({
  familyName: cellText(200).min(1),
  givenName: cellText(200).default(''),
  email: z.email().max(200).nullable().default(null),
  number: cellText(200).min(1).nullable().default(null),
  group: cellText(200).default(''),
  extraTime: extraTime.default({ kind: 'none' }),
})

const studentParams = courseParams.extend({ studentId: uuid })

export const listStudents = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/students',
  summary: 'Lists the students of a course by name, those who left only when asked for.',
  params: courseParams,
  query: z.object({
    /** Words of a name, an e-mail or a number. */
    search: text.max(200).optional(),
    group: text.max(200).optional(),
    archived: z.enum(['without', 'only', 'with']).default('without'),
  }),
  reply: z.object({
    students: z.array(student),
    /** Every group of the course, whatever the filter. */
    groups: z.array(text),
    counts: z.object({ active: int4, archived: int4, withoutCode: int4 }),
  }),
})

export const getStudent = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/students/:studentId',
  summary: 'Reads one student.',
  params: studentParams,
  reply: student,
})

export const addStudent = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/students',
  summary: 'Adds one student by hand.',
  params: courseParams,
  body: studentFields,
  reply: student,
  refusals: ['student_exists', 'too_large'],
})

export const updateStudent = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/students/:studentId',
  summary: 'Changes names, e-mail, number, group or extra time of a student.',
  params: studentParams,
  body: studentFields,
  reply: student,
  refusals: ['student_exists', 'student_gone'],
})

export const archiveStudent = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/students/:studentId/archive',
  summary: 'Puts a student who left aside: their work stays, their code stops working.',
  params: studentParams,
  reply: student,
  refusals: ['student_gone'],
})

export const restoreStudent = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/students/:studentId/archive',
  summary: 'Takes a student back into the class.',
  params: studentParams,
  reply: student,
  refusals: ['student_gone'],
})

/** What one entry of a person has that the other would get. */
const holding = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('copy'),
    title: text,
    isStarted: z.boolean(),
    mark: int4.nullable(),
    outOf: int4,
    contestationCount: int4,
  }),
  z.object({ kind: z.literal('team'), title: text, team: text }),
  z.object({ kind: z.literal('attendance'), title: text, status: text }),
  z.object({ kind: z.literal('entry'), component: text, status: text, mark: int4.nullable() }),
  z.object({ kind: z.literal('jury'), points: int4 }),
])
export const mergeConflicts = [
  'two_copies',
  'running_copy',
  'two_teams',
  'two_attendances',
  'two_entries',
  'two_juries',
  'sheet_final',
] as const

export const previewMerge = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/students/:studentId/merge-previews/:otherId',
  summary: 'Says what making one student of two entries would move, leave out and refuse; writes nothing.',
  params: studentParams.extend({ otherId: uuid }),
  reply: z.object({
    fingerprint: text,
    kept: student,
    other: student,
    /** Blanks of the one who stays, filled from the other. */
    filled: z.array(z.enum(['givenName', 'email', 'number', 'group', 'extraTime', 'code'])),
    moved: z.array(holding),
    /** What both have alike, and copies never started: not kept twice. */
    dropped: z.array(holding),
    conflicts: z.array(z.object({ kind: z.enum(mergeConflicts), title: text })),
  }),
  refusals: ['student_gone'],
})

export const mergeStudents = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/students/:studentId/merges',
  summary: 'Makes one student of two entries: the work of the other goes to this one. Can be undone.',
  params: studentParams,
  body: z.strictObject({
    otherId: uuid,
    reason: text.trim().min(1).max(500),
    fingerprint: text.min(1).max(100),
  }),
  reply: z.object({ mergeId: uuid }),
  refusals: ['student_gone', 'merge_conflict', 'preview_outdated'],
})

export const listMerges = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/students/:studentId/merges',
  summary: 'Lists the entries that were merged into this student, newest first.',
  params: studentParams,
  reply: z.object({
    merges: z.array(
      z.object({
        id: uuid,
        otherId: uuid,
        otherName: text,
        at: instant,
        byName: text,
        reason: text,
        undoneAt: instant.nullable(),
      }),
    ),
  }),
})

export const undoMerge = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/students/:studentId/merges/:mergeId',
  summary: 'Gives an entry that was merged what it had back.',
  params: studentParams.extend({ mergeId: uuid }),
  reply: done,
  refusals: ['student_gone', 'sheet_final', 'changed_meanwhile'],
})

/** What a file of text may be written in; the last three are told apart by guessing. */
export const guessedEncodings = ['windows-1252', 'iso-8859-15', 'macintosh'] as const
export const fileEncodings = ['utf-8', 'utf-16le', 'utf-16be', ...guessedEncodings] as const

/** A pasted text, or the bytes of a file; and which column holds what when the names were not understood. */
const roster = {
  text: text.min(1).max(bodyLimit).optional(),
  base64: fileBytes(bodyLimit).optional(),
  columns: z.partialRecord(z.enum(rosterColumnFields), int4.min(0).max(99)).optional(),
  /** `student` when the file has no line of titles; absent, it is found. */
  firstLine: z.enum(['titles', 'student']).optional(),
  /** Absent, it is found. */
  encoding: z.enum(fileEncodings).optional(),
}
const oneContent = (body: { text?: string | undefined; base64?: string | Uint8Array | undefined }) =>
  (body.text === undefined) !== (body.base64 === undefined)

export const rosterEncodings = ['text', ...fileEncodings] as const
/** The last is of the lists of Auto Multiple Choice. */
export const rosterSeparators = [',', ';', '\t', '|', ':'] as const

const cell = z.union([text, extraTime, z.null()])
const change = z.object({ field: z.enum(rosterFields), before: cell, after: cell })
const line = int4
/** What the trainer should look at in a line that is taken as it is. */
const doubts = z.array(z.enum(rosterDoubts)).default([])
const rosterStudent = student.pick({
  familyName: true,
  givenName: true,
  email: true,
  number: true,
  group: true,
  extraTime: true,
})

/** Whom a line of a file names: enough to tell homonyms apart before anything is written. */
export const identified = rosterStudent.pick({ familyName: true, givenName: true, email: true, number: true })

export const rosterLine = z.discriminatedUnion('outcome', [
  z.object({ line, outcome: z.literal('new'), student: rosterStudent, doubts }),
  z.object({
    line,
    outcome: z.literal('changed'),
    name: identified,
    changes: z.array(change),
    isArchived: z.boolean(),
    doubts,
  }),
  z.object({ line, outcome: z.literal('unchanged'), name: identified, isArchived: z.boolean() }),
  z.object({ line, outcome: z.literal('duplicated'), of: line, said: text, changes: z.array(change) }),
  z.object({
    line,
    outcome: z.literal('unusable'),
    reason: z.enum(rosterFaults),
    field: z.enum(rosterFields).nullable(),
    /** The line as it was read, cut if long. */
    said: text,
    /** Whom it names, when it names two at once. */
    people: z.array(identified),
  }),
])

export const previewImport = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/students/import-previews',
  summary: 'Says line by line what importing a class list would do; writes nothing.',
  params: courseParams,
  body: z.strictObject(roster).refine(oneContent),
  bodyLimit,
  reply: z.object({
    /** Sent back with the import: what was read is what is written. */
    fingerprint: text,
    encoding: z.enum(rosterEncodings),
    separator: z.enum(rosterSeparators),
    /** The titles, or the cells of the first student when there is no line of titles. */
    headers: z.array(text),
    columns: z.partialRecord(z.enum(rosterColumnFields), int4),
    firstLine: z.enum(['titles', 'student']),
    /** Columns by what they hold, since the file has no titles. */
    isGuessed: z.boolean(),
    /** Lines before the titles, which were skipped. */
    skipped: z.array(text),
    /** Titles of columns nobody knows: left aside. */
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
  summary: 'Writes what the preview announced, all of it or nothing.',
  params: courseParams,
  body: z.strictObject({ ...roster, fingerprint: text.min(1).max(100) }).refine(oneContent),
  bodyLimit,
  reply: z.object({ importId: uuid, added: int4, changed: int4 }),
  refusals: ['unreadable_file', 'nothing_to_import', 'preview_outdated'],
})

export const listImports = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/students/imports',
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

export const listHomonyms = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/homonyms',
  summary: 'Lists the students who share their name with another of the course, with what tells them apart.',
  params: courseParams,
  /** `words`: the number, else the e-mail, else the group. */
  reply: z.object({ homonyms: z.array(z.object({ studentId: uuid, words: text })) }),
})

export const accessCode = student
  .pick({ id: true, familyName: true, givenName: true, number: true, group: true })
  .extend({ code: text })

export const giveAccessCodes = endpoint({
  access: 'trainer',
  isHarmless: true,
  method: 'POST',
  path: '/api/courses/:courseId/students/access-codes',
  summary: 'Gives personal codes, shown this once; a former code stops working and its sessions end.',
  params: courseParams,
  body: z.strictObject({
    /** Absent: every student of the class who never had one. */
    studentIds: z.array(uuid).min(1).max(mostRosterLines).optional(),
  }),
  reply: z.object({ codes: z.array(accessCode) }),
})
