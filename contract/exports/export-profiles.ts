import { z } from 'zod'
import { courseParams, done, endpoint, int4, text, uuid } from '#contract/endpoint.ts'
import {
  fileBases,
  fileDecimals,
  fileEncodings,
  fileKinds,
  fileLineEnds,
  fileQuotes,
  fileSeparators,
  isAmbiguous,
} from '#core/exports/file-layout.ts'

const format = z
  .strictObject({
    base: z.enum(fileBases),
    separator: z.enum(fileSeparators).nullable(),
    decimal: z.enum(fileDecimals).nullable(),
    encoding: z.enum(fileEncodings).nullable(),
    lineEnd: z.enum(fileLineEnds).nullable(),
    quote: z.enum(fileQuotes).nullable(),
  })
  .refine((value) => !isAmbiguous(value))

const field = text.min(1).max(120)
const column = z.strictObject({ field, title: text.trim().min(1).max(120).nullable() })
const isEachOnce = (values: readonly string[]) => new Set(values).size === values.length

/** The columns and the format of a file; each column once, with distinct titles. */
export const fileLayout = z.strictObject({
  columns: z
    .array(column)
    .min(1)
    .max(200)
    .refine((columns) => isEachOnce(columns.map((each) => each.field)))
    .refine((columns) => isEachOnce(columns.flatMap(({ title }) => title?.toLowerCase() ?? []))),
  format,
})

const name = text.trim().min(1).max(80)
const profile = z.object({
  id: uuid,
  kind: z.enum(fileKinds),
  name: text,
  revision: int4,
  layout: z.object({
    columns: z.array(z.object({ field: text, title: text.nullable() })),
    format: z.object(format.shape),
  }),
})
const profileParams = courseParams.extend({ profileId: uuid })

export const listExportProfiles = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/exports/profiles',
  summary: 'Lists the profiles of a course: files with chosen columns, order, names and form.',
  params: courseParams,
  reply: z.object({ profiles: z.array(profile) }),
})

export const createExportProfile = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exports/profiles',
  summary: 'Keeps a choice of columns, order, names and form under a name.',
  params: courseParams,
  body: z.strictObject({ kind: z.enum(fileKinds), name, layout: fileLayout }),
  reply: profile,
  refusals: ['name_taken'],
})

export const updateExportProfile = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/exports/profiles/:profileId',
  summary: 'Changes a profile, or its name.',
  params: profileParams,
  body: z.strictObject({ revision: int4.min(1), name, layout: fileLayout }),
  reply: profile,
  refusals: ['name_taken', 'changed_meanwhile'],
})

export const deleteExportProfile = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/exports/profiles/:profileId',
  summary: 'Deletes a profile; files already taken away stay as they are.',
  params: profileParams,
  reply: done,
})

export const previewExport = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exports/previews',
  summary: 'Shows the first lines of a file, and every column it could have.',
  params: courseParams,
  body: z.strictObject({
    kind: z.enum(fileKinds),
    /** The exam or the project; the latest when absent. */
    subjectId: uuid.optional(),
    /** Absent: every column, in the format for a French Excel. */
    layout: fileLayout.optional(),
  }),
  reply: z.object({
    subject: text,
    /** Every available column; a family of columns (`question:*`) counts as one. */
    choices: z.array(z.object({ field: text, title: text, count: int4 })),
    /** The titles, then the first lines, as a spreadsheet shows them. */
    rows: z.array(z.array(text)),
    /** The same lines, as the file has them. */
    text,
    /** Characters of these lines that the encoding cannot represent. */
    lost: z.array(text),
  }),
  refusals: ['marks_missing', 'nothing_to_preview', 'names_withheld'],
})
