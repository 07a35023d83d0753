import type { Reply } from '#contract/endpoint.ts'
import type { listExportProfiles } from '#contract/exports/export-profiles.ts'
import type { FileFormat } from '#core/exports/file-layout.ts'

export type Profile = Reply<typeof listExportProfiles>['profiles'][number]
export type ProfileDraft = { name: string; layout: Profile['layout'] }
export type DraftColumn = ProfileDraft['layout']['columns'][number]

export const plainFormat: FileFormat = {
  ...{ base: 'excel_fr', separator: null, decimal: null, encoding: null, lineEnd: null, quote: null },
}

/** Moves an item to another index, shifting those between. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const target = Math.min(Math.max(to, 0), list.length - 1)
  const rest = list.filter((_, index) => index !== from)
  return [...rest.slice(0, target), list[from] as T, ...rest.slice(target)]
}

/** The column names used twice: a program would read only one of them. */
export function twins(columns: readonly DraftColumn[]): string[] {
  const names = columns.flatMap(({ title }) => title?.trim().toLowerCase() || [])
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

/** The layout to send: an empty name stands for the column's own. */
export const layoutOf = ({ columns, format }: ProfileDraft['layout']): ProfileDraft['layout'] => ({
  format,
  columns: columns.map(({ field, title }) => ({ field, title: title?.trim() || null })),
})
