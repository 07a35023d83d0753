import { canonicalJson } from '#core/canonical-json.ts'
import type { Language } from '#core/language.ts'
import { type StoredOutline, wholeOutline } from './outline.ts'

/** What a course and its file `course.yaml` both say. A file that leaves the zone or the year out does not decide it. */
export type CourseSaid = StoredOutline & {
  readonly title: string
  readonly summary: string
  readonly language: Language
  readonly timeZone?: string | undefined
  readonly year?: string | undefined
}
export const courseFields = ['title', 'summary', 'language', 'timeZone', 'year', 'sessions'] as const
export type CourseField = (typeof courseFields)[number]

type ComparedCourse = {
  /** The file now, and what it said when it was last read; null when none was read yet. */
  readonly file: CourseSaid
  readonly base: CourseSaid | null
  readonly stored: CourseSaid
}

/**
 * Three-way comparison of a course with its file, field by field, as for questions
 * (docs/decisions/0012-files-and-browser-write-one-bank.md): the fields that only the file changed, to take, and those
 * that both changed, to decide.
 */
export function compareWithFile({ file, base, stored }: ComparedCourse): {
  take: CourseField[]
  decide: CourseField[]
} {
  const take: CourseField[] = []
  const decide: CourseField[] = []
  for (const field of courseFields) {
    if (file[field] === undefined || said(file, field) === said(stored, field)) continue
    // An outline emptied by mistake is not followed: somebody decides.
    if (field === 'sessions' && file.sessions.length === 0) {
      if (base === null || base.sessions.length > 0) decide.push(field)
    } else if (base === null) {
      // Before files were compared, the outline and the language followed them at each start, and nothing else did.
      if (field === 'sessions' || field === 'language') take.push(field)
    } else if (said(file, field) !== said(base, field)) {
      if (said(stored, field) === said(base, field)) take.push(field)
      else decide.push(field)
    }
  }
  return { take, decide }
}

/** What to remember of the file: its fields, but for those that wait for a decision. */
export function settledFile(
  { file, base }: Omit<ComparedCourse, 'stored'>,
  decide: readonly CourseField[],
): CourseSaid {
  const waiting = Object.fromEntries(decide.map((field) => [field, base?.[field]]))
  return { ...file, ...waiting }
}

const said = (course: CourseSaid, field: CourseField) =>
  field === 'sessions' ? canonicalJson(wholeOutline(course)) : (course[field] ?? '')
