import { lintSeverities } from '#core/questions/lint/codes.ts'
import type { LintFinding, LintReport } from '#core/questions/lint/lint.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import { findContents, findFingerprint } from '#server/questions/queries.ts'
import { findCourseWords } from './course-words.ts'
import type { lintBank as work } from './lint-bank.ts'

/** In a worker thread, because a bank of five thousand questions takes a second. */
const lintBank = task<typeof work>('lintBank')

type Linted = LintReport & { readonly fingerprint: string; readonly idOf: ReadonlyMap<string, string> }

/** Cached lint results of whole banks, because linting five thousand questions takes a second. */
const kept = new WeakMap<Deps['db'], Map<string, Linted>>()
const mostCourses = 20

export async function lintOf(deps: Deps, courseId: string): Promise<Linted> {
  const { fingerprint, byCourse, known } = await look(deps, courseId)
  if (known) return known
  const rows = await findContents(deps, courseId)
  const course = await findCourseWords(deps, courseId)
  const report = await lintBank({ questions: rows.map(({ content }) => content), course })
  const linted = { ...report, fingerprint, idOf: new Map(rows.map(({ id, key }) => [key, id])) }
  byCourse.delete(courseId)
  if (byCourse.size >= mostCourses) byCourse.delete(byCourse.keys().next().value ?? '')
  byCourse.set(courseId, linted)
  return linted
}

/** The cached result, if it is up to date; a list does not wait for a new one. */
export async function lintIfKnown(deps: Deps, courseId: string): Promise<Linted | null> {
  return (await look(deps, courseId)).known
}

async function look(deps: Deps, courseId: string) {
  const byCourse = kept.get(deps.db) ?? new Map<string, Linted>()
  kept.set(deps.db, byCourse)
  const fingerprint = await findFingerprint(deps, courseId)
  const cached = byCourse.get(courseId)
  return { fingerprint, byCourse, known: cached?.fingerprint === fingerprint ? cached : null }
}

/** By question key, the gravest remark left to fix. */
export function worstOf(findings: readonly LintFinding[]): Map<string, LintFinding['severity']> {
  const worst = new Map<string, LintFinding['severity']>()
  for (const { questionId, severity, allowed } of findings) {
    const known = worst.get(questionId)
    const isWorse = known === undefined || lintSeverities.indexOf(severity) < lintSeverities.indexOf(known)
    if (allowed === null && isWorse) worst.set(questionId, severity)
  }
  return worst
}
