/**
 * When a student may start and when their time ends: the same functions serve display and enforcement. Instants are
 * `Date`, durations are milliseconds unless the name says minutes.
 */

/** What a student is granted on every exam; recorded once, on the student (circulaire du 6 février 2023: one third). */
export type ExtraTime =
  | { readonly kind: 'none' }
  /** The whole duration is multiplied: 4/3 adds a third. Always ≥ 1. */
  | ({ readonly kind: 'ratio'; readonly numerator: number; readonly denominator: number } & ExtraTimeDates)
  | ({ readonly kind: 'minutes'; readonly minutes: number } & ExtraTimeDates)

/**
 * A sitting must start within these instants to have it (ISO 8601): `from` included, `until` excluded; absent: no
 * limit.
 */
export type ExtraTimeDates = { readonly from?: string | undefined; readonly until?: string | undefined }

/** How long a student may work. */
export type Allowance = {
  /** The duration of the exam, the same for all. */
  readonly limitMinutes: number
  readonly extraTime: ExtraTime
  /** When the sitting started, or would start, because extra time has dates. */
  readonly startedAt: Date
  /** Granted to this student beforehand, for this exam only. */
  readonly addedMs: number
  /** The sum of the minutes added to this student or to all while the exam runs. */
  readonly grantsMs: number
}

/** The inputs of the deadline of a running attempt. */
export type DeadlineTerms = Allowance & {
  /** Total time stopped: pauses, and the time between a closing and its reopening. */
  readonly pausedMs: number
  /**
   * The closing of the exam for the class; null when the trainer closes by hand. Not to be compared with now: each
   * student has their own.
   */
  readonly closesAt: Date | null
}

/** Instants between which a given student may start; null means no limit. */
export type ExamWindow = { readonly opensAt: Date | null; readonly closesAt: Date | null }

export const defaultGraceMs = 30_000
const minuteMs = 60_000

export function allowedMs(allowance: Allowance): number {
  return allowance.limitMinutes * minuteMs + stretchMs(allowance)
}

/**
 * The end of the student's own time, or of their own window, whichever comes first.
 * Both stretch by the same length, so nobody loses extra time, a grant or a pause to the class-wide closing.
 */
export function deadlineOf(clock: DeadlineTerms): Date {
  const ownEnd = plus(clock.startedAt, allowedMs(clock) + clock.pausedMs)
  const { closesAt } = windowOf({ opensAt: null, closesAt: clock.closesAt }, clock)
  return closesAt !== null && closesAt < ownEnd ? closesAt : ownEnd
}

/** The window of the exam for one student: same opening for all, later closing with extra time. */
export function windowOf(exam: ExamWindow, student: Allowance & { readonly pausedMs?: number }): ExamWindow {
  const { opensAt, closesAt } = exam
  return { opensAt, closesAt: closesAt && plus(closesAt, stretchMs(student) + (student.pausedMs ?? 0)) }
}

/** The opening instant is included, the closing instant is not: a start exactly then would leave no time. */
export function placeInWindow(window: ExamWindow, now: Date): 'before' | 'inside' | 'after' {
  if (window.opensAt !== null && now < window.opensAt) return 'before'
  if (window.closesAt !== null && now >= window.closesAt) return 'after'
  return 'inside'
}

/** A save stamped exactly at the deadline is in time. */
export function isOverdue(deadline: Date, now: Date): boolean {
  return now > deadline
}

/** After the deadline, but within the grace allowed for a slow network, its last instant included. */
export function isWithinGrace(deadline: Date, now: Date, graceMs: number = defaultGraceMs): boolean {
  return isOverdue(deadline, now) && !isOverdue(plus(deadline, graceMs), now)
}

export function plus(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms)
}

/** The extra time of a sitting that starts then: none before or after its dates. */
export function extraTimeAt(extraTime: ExtraTime, startedAt: Date): ExtraTime {
  if (extraTime.kind === 'none') return extraTime
  const { from, until } = extraTime
  const isEarly = from !== undefined && startedAt.getTime() < Date.parse(from)
  const isLate = until !== undefined && startedAt.getTime() >= Date.parse(until)
  return isEarly || isLate ? { kind: 'none' } : extraTime
}

/** Milliseconds a student has beyond the duration of the exam. */
function stretchMs({ limitMinutes, extraTime, startedAt, addedMs, grantsMs }: Allowance): number {
  return extraMs(limitMinutes * minuteMs, extraTimeAt(extraTime, startedAt)) + addedMs + grantsMs
}

/** A fraction of a millisecond is rounded up, in favour of the student. */
function extraMs(limitMs: number, extraTime: ExtraTime): number {
  switch (extraTime.kind) {
    case 'none':
      return 0
    case 'ratio':
      return Math.ceil((limitMs * (extraTime.numerator - extraTime.denominator)) / extraTime.denominator)
    case 'minutes':
      return extraTime.minutes * minuteMs
  }
}
