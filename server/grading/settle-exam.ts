import { collectCopies } from '#server/attempts/sweep.ts'
import type { Deps } from '#server/platform/deps.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { markPending } from './mark-pending.ts'
import { releaseDue } from './release.ts'

/**
 * Follows the closing of an exam: collects, marks and, if so set, releases its copies. A failure here does not undo the
 * closing: it is shown on the page of the exam and retried by the timer.
 */
export async function settleExam(deps: Deps, examId: string) {
  await collectCopies(deps, examId)
  await troublesOf(deps).apart(deps, { examId, chore: 'mark' }, () => markPending(deps, examId))
  await releaseDue(deps)
}
