import { task } from '#server/platform/workers.ts'
import type { readSpreadsheet } from './read-spreadsheet.ts'

/** Like `readSpreadsheet`, in a worker thread, because the workbook is an upload. */
export const readSpreadsheetInThread = task<typeof readSpreadsheet>('readSpreadsheet')
