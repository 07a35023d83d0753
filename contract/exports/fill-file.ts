import { z } from 'zod'
import {
  count,
  courseParams,
  done,
  endpoint,
  fileBytes,
  hundredths,
  instant,
  int4,
  text,
  uuid,
} from '#contract/endpoint.ts'
import { identified } from '#contract/students/roster-import.ts'
import { fillOutcomes } from '#core/exports/fill-file.ts'

const bodyLimit = 6 * 1024 * 1024

const asked = {
  /** The file as it was given. */
  base64: fileBytes(bodyLimit),
  /** The final grades, or the marks of an exam. */
  source: z.union([z.literal('final'), uuid]),
  /** The name of the sheet of a workbook; absent: the first. */
  sheet: text.max(200).optional(),
  /** The column that takes the marks, from 0; absent: by its title. */
  column: int4.min(0).max(300).optional(),
}

const fillLine = z.object({
  line: int4,
  outcome: z.enum(fillOutcomes),
  person: identified.nullable(),
  /** Who the line says it is about. */
  said: text,
  before: text,
  /** With a decimal point; null where nothing is written. */
  after: text.nullable(),
})

const name = text.trim().min(1).max(80)
const fillTemplate = z.object({
  id: uuid,
  name: text,
  titles: z.array(text),
  sheet: text,
  column: int4,
  /** The final grades, or an exam; null: to be chosen. */
  source: text.nullable(),
  byName: text,
  createdAt: instant,
})

export const previewFill = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exports/fill-previews',
  summary: 'Says cell by cell what filling the file of the school with marks would write; keeps nothing.',
  params: courseParams,
  body: z.strictObject(asked),
  bodyLimit,
  reply: z.object({
    kind: z.enum(['workbook', 'text']),
    sheets: z.array(text),
    sheet: text,
    /** From 1; null: the file has no titles, its columns were guessed. */
    titleLine: int4.nullable(),
    titles: z.array(text),
    /** Null while the column of the marks must be chosen. */
    column: int4.nullable(),
    /** False when another column might be meant. */
    isSure: z.boolean(),
    /** The file has the shape of this one, whose sheet and column were taken. */
    template: fillTemplate.nullable(),
    /** What the title of the column says marks are out of, when it says so. */
    outOf: int4.nullable(),
    /** What the marks are out of. */
    marksOutOf: hundredths,
    counts: z.partialRecord(z.enum(fillOutcomes), count),
    lines: z.array(fillLine),
    /** Who has a mark or an absence and no line in the file. */
    missing: z.array(identified),
  }),
  refusals: ['unreadable_file', 'nothing_to_import', 'too_large', 'file_too_heavy'],
})

export const fillFile = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exports/fills',
  summary: 'Gives the file of the school back with the marks in it, and nothing else changed; keeps nothing.',
  params: courseParams,
  body: z.strictObject({ ...asked, column: int4.min(0).max(300) }),
  bodyLimit,
  reply: z.object({ base64: text, written: count }),
  refusals: ['unreadable_file', 'nothing_to_import', 'too_large', 'file_too_heavy'],
})

export const listFillTemplates = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exports/fill-templates',
  summary: 'Lists how files of the school were filled in this course, so that the next ones are filled alike.',
  params: courseParams,
  reply: z.object({ templates: z.array(fillTemplate) }),
})

export const keepFillTemplate = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exports/fill-templates',
  summary: 'Keeps under a name which sheet and column of a file of this shape take which marks, for the whole team.',
  params: courseParams,
  body: z.strictObject({
    name,
    titles: z.array(text.max(80)).min(1).max(300),
    sheet: text.max(200),
    column: asked.column.unwrap(),
    source: asked.source,
  }),
  reply: fillTemplate,
  refusals: ['name_taken', 'too_large'],
})

const templateParams = courseParams.extend({ templateId: uuid })

export const renameFillTemplate = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exports/fill-templates/:templateId',
  summary: 'Gives a way to fill a file another name.',
  params: templateParams,
  body: z.strictObject({ name }),
  reply: fillTemplate,
  refusals: ['name_taken'],
})

export const deleteFillTemplate = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exports/fill-templates/:templateId',
  summary: 'Forgets a way to fill a file.',
  params: templateParams,
  reply: done,
})
