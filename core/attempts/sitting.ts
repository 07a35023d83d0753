/**
 * What one student's sitting of an exam is at a given instant. How it changes: attempt.ts.
 */

import { allowedMs, deadlineOf, type ExtraTime, isOverdue, plus } from '#core/timing.ts'
import type { Answers } from './answer.ts'

export const attemptStatuses = ['ready', 'in_progress', 'paused', 'submitted', 'expired', 'voided'] as const
/** There is a copy to mark: given in, or taken at the end of the time. */
export const handedInStatuses = ['submitted', 'expired'] as const
export const wasHandedIn = (status: string): status is (typeof handedInStatuses)[number] =>
  status === 'submitted' || status === 'expired'
export type AttemptStatus = (typeof attemptStatuses)[number]

/** What the exam and the student's file say; read at every change, so that a corrected extra time counts at once. */
export type SittingTerms = {
  readonly limitMinutes: number
  readonly extraTime: ExtraTime
  readonly breaksMs: number
  /** The class-wide window; null when the trainer opens or closes by hand. */
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
  /** Time that did not count: pauses that ended, and the time between a closing and its reopening. */
  readonly pausedMs: number
  readonly grantsMs: number
  /** One more each time the deadline moves, so that a screen knows it is behind. */
  readonly timingVersion: number
  /** The active device and the number of its reign (see answer.ts); empty and 0 before the start. */
  readonly device: string
  readonly epoch: number
  readonly answers: Answers
}

/** The attempt as it is at this instant, whether or not anybody has written its expiry yet. Use it on every read. */
export function asOf(attempt: Attempt, now: Date): Attempt {
  if (attempt.status !== 'in_progress') return attempt
  const deadline = deadlineOfAttempt(attempt)
  return isOverdue(plus(deadline, attempt.terms.graceMs), now) ? closeAs(attempt, 'expired', deadline) : attempt
}

export type StartedAttempt = Extract<Attempt, { startedAt: Date }>
export type InProgress = Extract<Attempt, { status: 'in_progress' }>
export type Paused = Extract<Attempt, { status: 'paused' }>
export type ClosedAttempt = Extract<Attempt, { closedAt: Date }>

/** While the attempt is paused: where the deadline was when the pause began; it moves at the resumption. */
export function deadlineOfAttempt(attempt: StartedAttempt): Date {
  return deadlineOf({ ...attempt.terms, ...attempt })
}

/** What the student's clock shows, in milliseconds; the whole allowance before the start, nothing after the end. */
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
  return wasHandedIn(attempt.status) || attempt.status === 'voided'
}

/** Late, even inside the grace, the attempt ends at its deadline: nobody gains by submitting late. */
export function closeNow(attempt: InProgress, now: Date): Attempt {
  const deadline = deadlineOfAttempt(attempt)
  return isOverdue(deadline, now) ? closeAs(attempt, 'expired', deadline) : closeAs(attempt, 'submitted', now)
}

function closeAs(attempt: InProgress, status: 'submitted' | 'expired', closedAt: Date): Attempt {
  return { ...attempt, status, closedAt }
}
