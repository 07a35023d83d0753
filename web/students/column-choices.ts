import { draftPrefix } from '#web/auth/staff-drafts.ts'
import type { RosterPreview, RosterReading } from './roster-preview.ts'

type Choice = Pick<RosterReading, 'columns' | 'firstLine'>

/** By its titles; a list without titles has the names of a person there, which are not stored. */
const nameOf = (courseId: string, { headers, firstLine }: RosterPreview) =>
  `${draftPrefix}columns/${courseId}/${firstLine === 'titles' ? JSON.stringify(headers) : headers.length}`

/** Keeps the columns chosen by hand, on this computer, for the next list of the same form. */
export function keepColumns(courseId: string, preview: RosterPreview, choice: Choice) {
  try {
    localStorage.setItem(nameOf(courseId, preview), JSON.stringify(choice))
  } catch {}
}

export function keptColumns(courseId: string, preview: RosterPreview): Choice | null {
  try {
    const text = localStorage.getItem(nameOf(courseId, preview))
    return text === null ? null : (JSON.parse(text) as Choice)
  } catch {
    return null
  }
}
