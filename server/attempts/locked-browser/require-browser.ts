import { standingOf } from '#core/exams/locked-browser.ts'
import { Refusal } from '#core/refusal.ts'
import { groundOf } from '#server/attempts/sitting/copy.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { ShownBrowser } from '#server/platform/serve.ts'
import { judgeHeader, keysOf } from './judge.ts'
import { browserLockOf } from './lock.ts'
import { isProved } from './proofs.ts'
import { noteStanding } from './standings.ts'

/** The copy by its own id, or by its exam. */
export type CopyAsked = { attemptId: string } | { examId: string }

/**
 * Refuses a request to a copy whose exam requires Safe Exam Browser, unless it comes from there or its student is
 * excused; notes where they work. Called in one place, for every route of a copy (server/attempts/routes.ts). Throws
 * `locked_browser_needed`.
 */
export async function requireBrowser(
  deps: Deps,
  caller: StudentCaller,
  asked: CopyAsked & { shown: () => ShownBrowser },
) {
  const { studentId, sessionId, courseId } = caller
  const { examId } = 'examId' in asked ? asked : await groundOf(deps, { ...asked, studentId })
  const lock = await browserLockOf(deps, examId)
  // Of an exam that is not theirs they are told nothing, not even this.
  if (!lock || lock.use === 'off' || lock.courseId !== courseId) return
  const shown = asked.shown()
  const judged = judgeHeader(deps, lock, shown)
  const keys = keysOf(deps, lock, shown.origin)
  const fault = judged.fault === null || (await isProved(deps, { sessionId, examId, keys })) ? null : judged.fault
  const standing = standingOf({ use: lock.use, fault, isExcused: lock.excused.has(studentId) })
  noteStanding(deps, { examId, studentId, standing, fault })
  if (standing === 'refused') throw new Refusal('locked_browser_needed', { examId, fault })
}
