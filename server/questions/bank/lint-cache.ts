import { lintSeverities } from '#core/questions/lint/codes.ts'
import type { LintFinding, LintReport } from '#core/questions/lint/lint.ts'
import type { Deps } from '#server/platform/deps.ts'
import { isMade, madeOnce, type Work } from '#server/platform/made-once.ts'
import { task } from '#server/platform/workers.ts'
import { findContents, findFingerprint } from '#server/questions/queries.ts'
import { findCourseWords } from './course-words.ts'
import type { lintBank as work } from './lint-bank.ts'

/** In a worker thread, because a bank of five thousand questions takes seconds. */
const lintBank = task<typeof work>('lintBank')

/** `ids`: of each question, its key and its id. */
type Linted = LintReport & { readonly ids: readonly (readonly [string, string])[] }

/** The lint of a whole bank as it is today. */
export async function lintOf(deps: Deps, courseId: string): Promise<Linted> {
  return madeOnce(deps, await workOf(deps, courseId), () => lint(deps, courseId))
}

/** The same if it is known; a list does not wait for a new one. */
export async function lintIfKnown(deps: Deps, courseId: string): Promise<Linted | null> {
  return (await isMade(deps, await workOf(deps, courseId))) ? lintOf(deps, courseId) : null
}

/** Lints the large banks that changed, before somebody asks; a smaller one is linted while it is asked for. */
export async function lintLargeBanks(deps: Deps) {
  const courses = await deps.db.$queryRaw<{ id: string }[]>`
    select c.id from "Course" c where c."archivedAt" is null
      and (select count(*) from "Question" q where q."courseId" = c.id and q."archivedAt" is null) >= ${large}`
  for (const { id } of courses) if (!(await isMade(deps, await workOf(deps, id)))) await lintOf(deps, id)
}

const large = 1_000

async function workOf(deps: Deps, courseId: string): Promise<Work> {
  return { courseId, examId: null, name: 'lint', key: await findFingerprint(deps, courseId) }
}

async function lint(deps: Deps, courseId: string): Promise<Linted> {
  const rows = await findContents(deps, courseId)
  const course = await findCourseWords(deps, courseId)
  const report = await lintBank({ questions: rows.map(({ content }) => content), course })
  return { ...report, ids: rows.map(({ id, key }) => [key, id] as const) }
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
