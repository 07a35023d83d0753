import type { Reply } from '#contract/endpoint.ts'
import type { guessedEncodings, previewImport } from '#contract/students/roster-import.ts'
import type { RosterColumns, RosterMend } from '#core/students/roster-columns.ts'
import type { Roster } from './RosterForm.tsx'

export type RosterPreview = Reply<typeof previewImport>
export type PreviewLine = RosterPreview['lines'][number]

/** How the list is read: the meaning of its columns, and whether its first row holds their names. */
export type RosterReading = {
  firstLine?: 'titles' | 'student'
  columns?: RosterColumns
  encoding?: (typeof guessedEncodings)[number]
}

/** A mended cell, and what its line held before: the same line of an edited list is mended alike. */
export type KeptMend = RosterMend & { of: string }

/** What is previewed, and then written: the list, how it is read, and what was mended in it. */
export type PreviewedRoster = { roster: Roster; reading: RosterReading; mends: readonly KeptMend[] }

export const lineKey = ({ cells }: Pick<PreviewLine, 'cells'>) => JSON.stringify(cells)

/** The mends of a list for another version of it: each at the line that holds the same, if there is one. */
export function followMends(mends: readonly KeptMend[], lines: readonly PreviewLine[]): KeptMend[] {
  const lineOf = new Map(lines.map((line) => [lineKey(line), line.line]))
  return mends.flatMap((mend) => {
    const line = lineOf.get(mend.of)
    return line === undefined ? [] : [{ ...mend, line }]
  })
}

export const bodyOf = ({ roster, reading, mends }: PreviewedRoster) => ({
  ...roster,
  ...reading,
  ...(mends.length > 0 ? { mends: mends.map(({ line, field, text }) => ({ line, field, text })) } : {}),
})
