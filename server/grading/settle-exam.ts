import { collectCopies } from '#server/attempts/sweep.ts'
import type { Deps } from '#server/platform/deps.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { markPending } from './mark-pending.ts'
import { releaseDue } from './release.ts'

/**
 * What follows the closing of an exam, at once: its copies are collected, marked, and released if it says so. The exam is
 * closed whatever becomes of that: what fails is said on its page, and tried again by the timer.
 */
export async function settleExam(deps: Deps, examId: string) {
  await collectCopies(deps, examId)
  await troublesOf(deps).apart(deps, { examId, chore: 'mark' }, () => markPending(deps, examId))
  await releaseDue(deps)
}
