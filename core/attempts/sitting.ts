/** The state of one student's sitting at a given instant. Its transitions: attempt.ts. */

import { allowedMs, deadlineOf, type ExtraTime, isOverdue, plus } from '#core/timing.ts'
import type { Answers } from './answer.ts'

export const attemptStatuses = ['ready', 'in_progress', 'paused', 'submitted', 'expired', 'voided'] as const
/** Statuses with a copy to mark: submitted, or collected at the end of the time. */
export const handedInStatuses = ['submitted', 'expired'] as const
export const wasHandedIn = (status: string): status is (typeof handedInStatuses)[number] =>
  status === 'submitted' || status === 'expired'
export type AttemptStatus = (typeof attemptStatuses)[number]
/** The attempt accepts no more answers. */
export const isClosedStatus = (status: AttemptStatus) => wasHandedIn(status) || status === 'voided'

/** From the exam and the student's entry; read at every change, so that a corrected extra time applies at once. */
export type SittingTerms = {
  readonly limitMinutes: number
  readonly extraTime: ExtraTime
  readonly addedMs: number
  /** The window of the exam; null when the trainer opens or closes it by hand. */
  readonly opensAt: Date | null
  readonly closesAt: Date | null
  readonly graceMs: number
}

export type Sitting =
  | { readonly status: 'ready' }
  | { readonly status: 'in_progress'; readonly startedAt: Date }
  | { readonly status: 'paused'; readonly startedAt: Date; readonly pausedAt: Date }
  | { readonly status: 'submitted' | 'expired'; readonly startedAt: Date; readonly closedAt: Date }
  /** Never started when `startedAt` is null. */
  | { readonly status: 'voided'; readonly startedAt: Date | null; readonly closedAt: Date }

export type Attempt = Sitting & {
  readonly terms: SittingTerms
  /** Time that does not count: finished pauses, and the time between a closing and its reopening. */
  readonly pausedMs: number
  readonly grantsMs: number
  /** Incremented each time the deadline moves, so that a page detects that its clock is out of date. */
  readonly timingVersion: number
  /** The active device and its epoch (see answer.ts); empty and 0 before the start. */
  readonly device: string
  readonly epoch: number
  readonly answers: Answers
}

/**
 * The attempt at this instant, expired if its time is over even when that is not stored yet. To be used on every read.
 */
export function asOf(attempt: Attempt, now: Date): Attempt {
  if (attempt.status !== 'in_progress') return attempt
  const deadline = deadlineOfAttempt(attempt)
  return isOverdue(plus(deadline, attempt.terms.graceMs), now) ? closeAs(attempt, 'expired', deadline) : attempt
}

export type StartedAttempt = Extract<Attempt, { startedAt: Date }>
export type InProgress = Extract<Attempt, { status: 'in_progress' }>
export type Paused = Extract<Attempt, { status: 'paused' }>
export type ClosedAttempt = Extract<Attempt, { closedAt: Date }>

/** The deadline; while the attempt is paused, the one at the start of the pause, which moves when it resumes. */
export function deadlineOfAttempt(attempt: StartedAttempt): Date {
  return deadlineOf({ ...attempt.terms, ...attempt })
}

/** Milliseconds left for the student; the whole allowance before the start, 0 after the end. */
export function remainingMs(attempt: Attempt, now: Date): number {
  switch (attempt.status) {
    case 'ready':
      return allowedMs({ ...attempt.terms, grantsMs: attempt.grantsMs, startedAt: now })
    case 'in_progress':
      return Math.max(0, deadlineOfAttempt(attempt).getTime() - now.getTime())
    case 'paused':
      return deadlineOfAttempt(attempt).getTime() - attempt.pausedAt.getTime()
    case 'submitted':
    case 'expired':
    case 'voided':
      return 0
  }
}

export function isClosed(attempt: Attempt): attempt is ClosedAttempt {
  return isClosedStatus(attempt.status)
}

/** A submission within the grace still ends at the deadline, so submitting late gains nothing. */
export function closeNow(attempt: InProgress, now: Date): Attempt {
  const deadline = deadlineOfAttempt(attempt)
  return isOverdue(deadline, now) ? closeAs(attempt, 'expired', deadline) : closeAs(attempt, 'submitted', now)
}

function closeAs(attempt: InProgress, status: 'submitted' | 'expired', closedAt: Date): Attempt {
  return { ...attempt, status, closedAt }
}
