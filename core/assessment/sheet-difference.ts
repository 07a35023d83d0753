/**
 * Differences between a finalised sheet and the current marks, so that a later correction is shown and never applied
 * silently.
 */

import type { RationalText } from '#core/rational.ts'
import { decisionOf, type GradeDecision } from './decision.ts'
import type { EntryStatus } from './rules.ts'

type ComparedEntry = {
  readonly component: string
  readonly status: EntryStatus
  readonly mark: RationalText | null
  readonly retake: RationalText | null
}
type ComparedLine = {
  readonly studentId: string
  readonly entries: readonly ComparedEntry[]
  readonly result:
    | { readonly status: 'graded'; readonly grade: number; readonly decision: GradeDecision }
    | { readonly status: 'blocked' | 'missing' }
}

/** Only the entries that differ. */
export type ResultStanding = {
  status: 'graded' | 'blocked' | 'missing'
  grade: number | null
  decision: GradeDecision | null
  entries: ComparedEntry[]
}
/** Null on the side where the student is absent: joined after the sheet was finalised, or left since. */
export type SheetDifference = { studentId: string; sealed: ResultStanding | null; now: ResultStanding | null }

export function sheetDifferences(
  sealed: readonly ComparedLine[],
  now: readonly ComparedLine[],
): readonly SheetDifference[] {
  const [before, after] = [sealed, now].map((lines) => new Map(lines.map((line) => [line.studentId, line])))
  const ids = new Set([...sealed, ...now].map(({ studentId }) => studentId))
  return [...ids].flatMap((studentId) => {
    const [was, is] = [before?.get(studentId), after?.get(studentId)]
    const changed = new Set([...changedIn(was, is), ...changedIn(is, was)])
    if (was && is && changed.size === 0 && gradeOf(was) === gradeOf(is) && was.result.status === is.result.status)
      return []
    return [{ studentId, sealed: standing(was, changed), now: standing(is, changed) }]
  })
}

function changedIn(line: ComparedLine | undefined, other: ComparedLine | undefined): string[] {
  const others = new Map(other?.entries.map((entry) => [entry.component, entry]))
  return (line?.entries ?? [])
    .filter((entry) => !isSame(entry, others.get(entry.component)))
    .map(({ component }) => component)
}

function isSame(one: ComparedEntry, other: ComparedEntry | undefined): boolean {
  return one.status === other?.status && one.mark === other.mark && one.retake === other.retake
}

function standing(line: ComparedLine | undefined, changed: ReadonlySet<string>): ResultStanding | null {
  if (line === undefined) return null
  const entries = line.entries
    .filter(({ component }) => changed.has(component))
    .map(({ component, status, mark, retake }) => ({ component, status, mark, retake }))
  return { status: line.result.status, grade: gradeOf(line), decision: decisionOf(line.result), entries }
}

const gradeOf = ({ result }: ComparedLine): number | null => (result.status === 'graded' ? result.grade : null)
