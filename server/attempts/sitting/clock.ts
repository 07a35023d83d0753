import { type Attempt, type AttemptStatus, asOf, deadlineOfAttempt, remainingMs } from '#core/attempts/sitting.ts'
import type { Loaded, RoomMessage } from '#server/attempts/load.ts'

/** The clock of a student's page, from the attempt at an instant. */
export function clockOf({ attempt, row }: Loaded, now: Date) {
  const current = asOf(attempt, now)
  return {
    status: current.status,
    remainingMs: Math.round(remainingMs(current, now)),
    timingVersion: current.timingVersion,
    epoch: current.epoch,
    device: current.device,
    serverNow: now.toISOString(),
    messages: row.messages,
    ...(current.status === 'paused' && !row.pauseShows ? { hidesQuestions: true as const } : {}),
  }
}

type Acknowledged = {
  status: AttemptStatus
  deadline: Date | null
  pausedAt: Date | null
  timingVersion: number
  epoch: number
  device: string
  savedAt: Date
  messages: RoomMessage[]
}

/** The same clock from the row of the saving statement, whose deadline was computed by `deadlineOfAttempt`. */
export function clockOfSave({ deadline, pausedAt, savedAt, ...row }: Acknowledged) {
  const until = deadline && (row.status === 'in_progress' || row.status === 'paused') ? deadline.getTime() : 0
  const from = row.status === 'paused' && pausedAt ? pausedAt : savedAt
  return {
    status: row.status,
    remainingMs: Math.max(0, until - from.getTime()),
    timingVersion: row.timingVersion,
    epoch: row.epoch,
    device: row.device,
    serverNow: savedAt.toISOString(),
    messages: row.messages,
  }
}

export const deadlineOfRunning = (attempt: Attempt) =>
  attempt.status === 'in_progress' || attempt.status === 'paused' ? deadlineOfAttempt(attempt) : null
