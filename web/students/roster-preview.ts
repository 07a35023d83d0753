import type { Reply } from '#contract/endpoint.ts'
import type { guessedEncodings, previewImport } from '#contract/students/roster-import.ts'
import type { RosterColumns } from '#core/students/roster-columns.ts'

export type RosterPreview = Reply<typeof previewImport>

/** How the list is read: the meaning of its columns, and whether its first row holds their names. */
export type RosterReading = {
  firstLine?: 'titles' | 'student'
  columns?: RosterColumns
  encoding?: (typeof guessedEncodings)[number]
}
