import { draftPrefix } from '#web/auth/staff-drafts.ts'

const nameOf = (courseId: string, titles: readonly string[]) =>
  `${draftPrefix}fill/${courseId}/${JSON.stringify(titles)}`

/** Keeps the column chosen by hand, on this computer, for the next file with the same titles. */
export function keepFillColumn(courseId: string, titles: readonly string[], column: number) {
  try {
    localStorage.setItem(nameOf(courseId, titles), String(column))
  } catch {}
}

export function keptFillColumn(courseId: string, titles: readonly string[]): number | null {
  try {
    const text = localStorage.getItem(nameOf(courseId, titles))
    return text === null ? null : Number(text)
  } catch {
    return null
  }
}
