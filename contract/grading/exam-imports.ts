import { z } from 'zod'
import { courseParams, done, endpoint, fileBytes, int4, type Reply, type Sent, text, uuid } from '#contract/endpoint.ts'
import { scale } from '#contract/questions/scale.ts'
import { identified, largestRosterBytes, rosterEncodings } from '#contract/students/roster-import.ts'
import { questionTypes } from '#core/questions/question.ts'
import { rosterFaults } from '#core/students/roster.ts'

const bodyLimit = 8 * 1024 * 1024

/** A pasted text, or the bytes of a file. */
const file = z.union([
  z.strictObject({ text: text.min(1).max(largestRosterBytes) }),
  z.strictObject({
    base64: fileBytes(2 * largestRosterBytes),
  }),
])

/** One row per student, one column per question; the key in a second table, or marks of 0 and 1 in the columns. */
const content = {
  responses: file,
  key: file.nullable(),
  /** What happens to a row that matches nobody in the class. */
  unknown: z.enum(['create', 'leave']),
  /** Imported answers carry no certainty, so a scale that uses it is refused. */
  scale: scale.refine(({ kind }) => kind !== 'certainty', 'certainty_not_asked'),
}

const place = { line: int4.optional(), item: text.optional(), cell: text.optional() }

/** core/grading/response-import.ts ImportFault. */
export const importFault = z.object({
  code: z.enum([
    'no_student',
    'no_item',
    'key_unreadable',
    'ragged_row',
    'item_twice',
    'key_missing',
    'cell_unreadable',
    'key_cell_unreadable',
    'marks_not_answers',
    'too_many_items',
  ]),
  ...place,
  cells: int4.optional(),
  expected: int4.optional(),
})

export const previewExamImport = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/import-previews',
  summary: 'Says what importing the answers of an exam taken elsewhere would do; writes nothing.',
  params: courseParams,
  body: z.strictObject(content),
  bodyLimit,
  reply: z.object({
    /** Sent back with the import; null while a fault remains. */
    fingerprint: text.nullable(),
    encoding: z.enum(rosterEncodings),
    /** The first hundred, and their total number. */
    faults: z.array(importFault),
    faultCount: int4,
    warnings: z.array(z.object({ code: z.literal('key_chosen_by_nobody'), item: text, choice: text })),
    items: z.array(
      z.object({
        name: text,
        type: z.enum(questionTypes),
        choices: z.array(text),
        right: z.array(text),
        blanks: int4,
      }),
    ),
    people: z.array(
      z.object({
        line: int4,
        name: text,
        outcome: z.enum(['known', 'new', 'left', 'duplicated', 'unusable']),
        /** The matching person of the class, if any. */
        person: identified.nullable(),
        reason: z.enum(rosterFaults).nullable(),
        people: z.array(identified),
        answered: int4,
      }),
    ),
  }),
  refusals: ['unreadable_file', 'too_large'],
})

export const importExam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/imports',
  summary: 'Writes what the preview announced as a closed and marked exam, all of it or nothing.',
  params: courseParams,
  body: z.strictObject({
    ...content,
    title: text.trim().min(1).max(200),
    fingerprint: text.min(1).max(100),
  }),
  bodyLimit,
  reply: z.object({ examId: uuid, copies: int4, added: int4 }),
  refusals: ['unreadable_file', 'too_large', 'nothing_to_import', 'preview_outdated'],
})

export const undoExamImport = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exams/imports/:examId',
  summary: 'Takes an imported exam back, with the students it brought, as long as nothing rests on it.',
  params: courseParams.extend({ examId: uuid }),
  reply: done,
  refusals: ['import_in_use'],
})

export type ExamImportPreview = Reply<typeof previewExamImport>

export type ExamFiles = Sent<typeof previewExamImport>['body']
