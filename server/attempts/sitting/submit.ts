import { studentActor } from '#server/attempts/actor.ts'
import { changeAttempt } from '#server/attempts/change.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { receiptOf } from './receipt.ts'

/** Closes the copy. Too late is not an error for the student: it is closed at its deadline with what was saved in time. */
export async function submitAttempt(deps: Deps, caller: StudentCaller, attemptId: string) {
  const changed = await changeAttempt(deps, {
    attemptId,
    reach: { studentId: caller.studentId },
    event: { type: 'submit' },
    actor: studentActor(caller),
  })
  return receiptOf(deps, changed, changed.now)
}

/** Goes on with the copy on another device; the first one sees it at its next save. */
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
