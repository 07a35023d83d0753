/**
 * The state machine of an attempt. `advance` is pure: the same attempt, event and instant give the same result.
 *
 * ready ──paper──────────────────────────────────────────▶ submitted ready ──start──▶ in_progress ──submit,
 * force_submit──▶ submitted ─┐ │  ▲   └────────deadline + grace──▶ expired ───┼──void──▶ voided   (void: from every
 * state) pause ▼  │ resume                                    │            │ paused          in_progress
 * ◀──────reopen───────┴────────────┘
 *
 * What a student may repeat gives the same result (start, submit, answer); what staff repeat changes nothing twice
 * (pause, resume, void), except a grant, which adds each time.
 */

import { type PaperAnswer, paperDevice } from '#core/exams/paper.ts'
import { Refusal } from '#core/refusal.ts'
import { isOverdue, placeInWindow, plus, windowOf } from '#core/timing.ts'
import { type Tick, withAnswer } from './answer.ts'
import {
  type Attempt,
  asOf,
  closeNow,
  deadlineOfAttempt,
  type InProgress,
  isClosed,
  type Paused,
  remainingMs,
} from './sitting.ts'

export type AttemptEvent =
  | { readonly type: 'start'; readonly device: string }
  | ({ readonly type: 'answer' } & Tick)
  | { readonly type: 'take_over'; readonly device: string }
  | { readonly type: 'submit' }
  | { readonly type: 'expire' }
  | { readonly type: 'pause'; readonly reason: string }
  | { readonly type: 'resume'; readonly reason: string }
  /** Negative minutes take back a grant given by mistake. */
  | { readonly type: 'grant'; readonly minutes: number; readonly reason: string }
  | { readonly type: 'reopen'; readonly minutes: number; readonly reason: string }
  | { readonly type: 'force_submit'; readonly reason: string }
  | { readonly type: 'void'; readonly reason: string }
  /** A paper sheet typed by staff: the whole copy at once; sent again to correct a mistyped one. */
  | { readonly type: 'paper'; readonly answers: readonly PaperAnswer[]; readonly reason: string }

const minuteMs = 60_000

export function advance(before: Attempt, event: AttemptEvent, now: Date): Attempt {
  const attempt = asOf(before, now)
  switch (event.type) {
    case 'start':
      return start(attempt, event.device, now)
    case 'answer':
      return answer(attempt, event, now)
    case 'take_over':
      return takeOver(attempt, event.device)
    case 'submit':
      return submit(attempt, now)
    case 'expire':
      return attempt
    case 'pause':
      return pause(attempt, now)
    case 'resume':
      return attempt.status === 'in_progress' ? attempt : resume(requirePaused(attempt), now)
    case 'grant':
      return grant(attempt, event.minutes, now)
    case 'reopen':
      return reopen(attempt, event.minutes, now)
    case 'force_submit':
      return forceSubmit(attempt, now)
    case 'void':
      return voidIt(attempt, now)
    case 'paper':
      return takePaper(attempt, event.answers, now)
  }
}

function start(attempt: Attempt, device: string, now: Date): Attempt {
  // A second click, a second tab or a reload gets the same copy and the same clock.
  if (attempt.status === 'in_progress' || attempt.status === 'paused') return attempt
  if (attempt.status !== 'ready') throw closedToStudent(attempt)
  const own = windowOf(attempt.terms, { ...attempt.terms, grantsMs: attempt.grantsMs, startedAt: now })
  const place = placeInWindow(own, now)
  if (place === 'before') throw new Refusal('exam_not_open')
  if (place === 'after') throw new Refusal('exam_closed')
  return { ...attempt, status: 'in_progress', startedAt: now, device, epoch: 1 }
}

function answer(attempt: Attempt, tick: Tick, now: Date): Attempt {
  const { terms } = attempt
  if (attempt.status === 'ready') throw new Refusal('attempt_not_started')
  if (isClosed(attempt)) throw closedToStudent(attempt)
  // A save sent before the pause is accepted within the grace, as at the deadline; a later one waits on the device.
  if (attempt.status === 'paused' && isOverdue(plus(attempt.pausedAt, terms.graceMs), now))
    throw new Refusal('attempt_paused')
  // An epoch that was never opened would win over every later answer.
  if (tick.epoch > attempt.epoch) throw new Refusal('attempt_elsewhere')
  const { questionId, choices, flagged, device, epoch, sequence } = tick
  const answers = withAnswer(attempt.answers, questionId, { choices, flagged, device, epoch, sequence, at: now })
  return answers === attempt.answers ? attempt : { ...attempt, answers }
}

function takeOver(attempt: Attempt, device: string): Attempt {
  if (attempt.status === 'ready') throw new Refusal('attempt_not_started')
  if (isClosed(attempt)) throw closedToStudent(attempt)
  return device === attempt.device ? attempt : { ...attempt, device, epoch: attempt.epoch + 1 }
}

function submit(attempt: Attempt, now: Date): Attempt {
  switch (attempt.status) {
    case 'ready':
      throw new Refusal('attempt_not_started')
    case 'in_progress':
      return closeNow(attempt, now)
    case 'paused':
      throw new Refusal('attempt_paused')
    // A submit sent again, or after the end, is not an error for the student: the work saved in time is kept.
    case 'submitted':
    case 'expired':
      return attempt
    case 'voided':
      throw closedToStudent(attempt)
  }
}

function pause(attempt: Attempt, now: Date): Attempt {
  if (attempt.status === 'paused') return attempt
  const running = requireInProgress(attempt)
  if (isOverdue(deadlineOfAttempt(running), now)) throw new Refusal('time_is_up')
  return { ...running, status: 'paused', pausedAt: now }
}

function resume({ pausedAt, ...attempt }: Paused, now: Date): InProgress {
  const pausedMs = attempt.pausedMs + elapsedMs(pausedAt, now)
  return { ...attempt, status: 'in_progress', pausedMs, timingVersion: attempt.timingVersion + 1 }
}

function grant(attempt: Attempt, minutes: number, now: Date): Attempt {
  // More time for a closed copy is a reopening, which is an action of its own.
  if (isClosed(attempt)) throw new Refusal('attempt_closed')
  const grantsMs = attempt.grantsMs + minutes * minuteMs
  const granted: Attempt = { ...attempt, grantsMs, timingVersion: attempt.timingVersion + 1 }
  // Time already worked is not taken back.
  if (minutes < 0 && remainingMs(granted, now) <= 0) throw new Refusal('invalid_request')
  return granted
}

/** Reopens with the time left at the closing plus these minutes. An expired copy has exactly these minutes. */
function reopen(attempt: Attempt, minutes: number, now: Date): Attempt {
  if (!isClosed(attempt)) throw new Refusal('attempt_wrong_state')
  const { closedAt, startedAt, ...rest } = attempt
  if (startedAt === null) return { ...rest, status: 'ready' }
  return {
    ...rest,
    status: 'in_progress',
    startedAt,
    pausedMs: attempt.pausedMs + elapsedMs(closedAt, now),
    grantsMs: attempt.grantsMs + minutes * minuteMs,
    timingVersion: attempt.timingVersion + 1,
  }
}

function forceSubmit(attempt: Attempt, now: Date): Attempt {
  switch (attempt.status) {
    case 'ready':
      throw new Refusal('attempt_not_started')
    case 'in_progress':
      return closeNow(attempt, now)
    case 'paused':
      return closeNow(resume(attempt, now), now)
    case 'submitted':
    case 'expired':
      return attempt
    case 'voided':
      throw new Refusal('attempt_closed')
  }
}

function voidIt(attempt: Attempt, now: Date): Attempt {
  switch (attempt.status) {
    case 'ready':
      return { ...attempt, status: 'voided', startedAt: null, closedAt: now }
    case 'in_progress':
      return { ...attempt, status: 'voided', closedAt: now }
    case 'paused':
      return { ...resume(attempt, now), status: 'voided', closedAt: now }
    // The instant of the closing is kept, because a reopening counts the time from there.
    case 'submitted':
    case 'expired':
      return { ...attempt, status: 'voided' }
    case 'voided':
      return attempt
  }
}

/** A paper sheet has no window and no deadline. A student who answered online cannot have a paper copy. */
function takePaper(attempt: Attempt, typed: readonly PaperAnswer[], now: Date): Attempt {
  if (attempt.status === 'voided') throw new Refusal('attempt_closed')
  const wasTyped = attempt.status === 'submitted' && attempt.device === paperDevice
  if (attempt.status !== 'ready' && !wasTyped) throw new Refusal('copy_online')
  const closed = wasTyped ? attempt : { ...attempt, status: 'submitted' as const, startedAt: now, closedAt: now }
  const epoch = attempt.epoch + 1
  const stamp = { flagged: false, device: paperDevice, epoch, at: now }
  const answers = Object.fromEntries(
    typed.map(({ questionId, choices }, index) => [
      questionId,
      { choices, sequence: paperSequence(epoch, index), ...stamp },
    ]),
  )
  return { ...closed, device: paperDevice, epoch, answers }
}

/** A distinct sequence for each answer typed on this copy, so that typing it again adds lines to the journal. */
const paperSequence = (epoch: number, index: number) => (epoch - 1) * 1_000 + index + 1

function requireInProgress(attempt: Attempt): InProgress {
  if (attempt.status === 'in_progress') return attempt
  throw new Refusal(attempt.status === 'ready' ? 'attempt_not_started' : 'attempt_closed')
}

function requirePaused(attempt: Attempt): Paused {
  if (attempt.status === 'paused') return attempt
  throw new Refusal(attempt.status === 'ready' ? 'attempt_not_started' : 'attempt_closed')
}

/**
 * What reaches an expired attempt is late, whether or not its expiry was stored yet: the caller keeps it as a late
 * answer.
 */
function closedToStudent(attempt: Attempt): Refusal {
  return new Refusal(attempt.status === 'expired' ? 'time_is_up' : 'attempt_closed')
}

function elapsedMs(from: Date, to: Date): number {
  return to.getTime() - from.getTime()
}
