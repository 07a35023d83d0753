import type { z } from 'zod'
import type { previewExamImport } from '#contract/grading/exam-imports.ts'
import { largestRosterBytes, mostRosterLines } from '#contract/students/roster-import.ts'
import { readImportedExam } from '#core/grading/response-import.ts'
import { Refusal } from '#core/refusal.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import { readCells, readRecords } from '#server/platform/read-cells.ts'
import { decode } from '#server/students/decode.ts'

type Content = Pick<z.output<typeof previewExamImport.body>, 'responses' | 'key'>

/** Reads a table of answers with its key; reports faults with their position. Runs in a worker thread. */
export function readResponses({ responses, key }: Content) {
  const { text, encoding } = textOf(responses)
  const records = readRecords(text)
  if (records.length > mostRosterLines + 1) throw new Refusal('too_large', { lines: mostRosterLines })
  return { encoding, read: readImportedExam(records, key && readCells(textOf(key).text)) }
}

function textOf(file: Content['responses']) {
  if ('text' in file) return { text: file.text, encoding: 'text' as const }
  const bytes = bytesOf(file.base64)
  if (bytes.length > largestRosterBytes) throw new Refusal('too_large', { bytes: bytes.length })
  return decode(bytes)
}
