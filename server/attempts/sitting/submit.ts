import { studentActor } from '#server/attempts/actor.ts'
import { changeAttempt } from '#server/attempts/change.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handIn } from './hand-in.ts'
import { readReceipt } from './receipt.ts'

/**
 * Closes the copy. After the deadline this is no error: the copy is closed at its deadline with what was saved in time.
 */
type Submission = {
  attemptId: string
  /** The address by which the request came. */
  origin: string
}

export async function submitAttempt(deps: Deps, caller: StudentCaller, { attemptId, origin }: Submission) {
  const { studentId } = caller
  await handIn(deps, { attemptId, studentId, actor: studentActor(caller) })
  // In a statement of its own, which sees the answers that the lock waited for.
  return readReceipt(deps, { attemptId, studentId, origin })
}

/** Continues the copy on another device; the previous one is told at its next save. */
export async function takeOver(
  deps: Deps,
  caller: StudentCaller,
  { attemptId, device }: { attemptId: string; device: string },
) {
  return changeAttempt(deps, {
    attemptId,
    reach: { studentId: caller.studentId },
    event: { type: 'take_over', device },
    actor: studentActor(caller),
  })
}
