import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readClockOf } from './heartbeat.ts'

type Reading = { attemptId: string; messageId: string; studentId: string }

/**
 * « J’ai lu »: removes the message from the student's screen and shows it as read in the monitor. Repeating it has no
 * effect.
 */
export async function readMessage(deps: Deps, { attemptId, messageId, studentId }: Reading) {
  const own = { attemptId, messageId, attempt: { studentId } }
  if ((await deps.db.messageReading.count({ where: own })) === 0) throw new Refusal('not_found')
  await deps.db.messageReading.updateMany({ where: { ...own, readAt: null }, data: { readAt: deps.now() } })
  return readClockOf(deps, { attemptId, studentId })
}
