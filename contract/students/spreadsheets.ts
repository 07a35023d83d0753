import { z } from 'zod'
import { count, courseParams, endpoint, fileBytes, text } from '#contract/endpoint.ts'
/** Of a decoded workbook, with its styles and its other sheets. */
export const largestSpreadsheetBytes = 4 * 1024 * 1024

const bodyLimit = 6 * 1024 * 1024

const readSheet = z.object({
  name: text,
  /** Rows that hold something. */
  lines: count,
  /** One line per row, cells separated by tabs. */
  text,
})
export type ReadSheet = z.output<typeof readSheet>

export const readSpreadsheet = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/spreadsheets',
  scopes: ['import_class'],
  summary: 'Reads a workbook (XLSX, ODS) as the text that every import accepts, sheet by sheet; keeps nothing.',
  params: courseParams,
  body: z.strictObject({ base64: fileBytes(bodyLimit) }),
  bodyLimit,
  /** The visible sheets that hold something, in their order. */
  reply: z.object({ sheets: z.array(readSheet) }),
  refusals: ['unreadable_file', 'nothing_to_import', 'too_large', 'file_too_heavy'],
})
