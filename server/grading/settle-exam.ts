import { collectCopies } from '#server/attempts/sweep.ts'
import type { Deps } from '#server/platform/deps.ts'
import { markPending } from './mark-pending.ts'
import { releaseDue } from './release.ts'

/** What follows the closing of an exam, at once: its copies are collected, marked, and released if it says so. */
export async function settleExam(deps: Deps, examId: string) {
  await collectCopies(deps, examId)
  await markPending(deps, examId)
  await releaseDue(deps)
}
