/**
 * The state machine of an exam. Publishing freezes what it asks; the window opens and closes it; releasing shows the
 * marks.
 *
 * draft ──publish──▶ published ──open──▶ open ──close──▶ closed ──release──▶ released ◀──────withdraw─────┘
 * ◀─────reopen────┘  ◀────withhold─────┘
 */
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { type Allowance, type ExamWindow, isOverdue, plus, windowOf } from '#core/timing.ts'
import { lastKnownClosingOf } from './slots.ts'

export const examStatuses = ['draft', 'published', 'open', 'closed', 'released'] as const
export type ExamStatus = (typeof examStatuses)[number]

/** Statuses in which no student can answer any more. */
export const overStatuses = ['closed', 'released'] as const satisfies readonly ExamStatus[]
export const isExamOver = (status: ExamStatus): status is (typeof overStatuses)[number] =>
  status === 'closed' || status === 'released'

export type ExamEvent =
  | { readonly type: 'publish'; readonly questionCount: number }
  /** Back to the draft, while nobody has started. */
  | { readonly type: 'withdraw'; readonly startedCount: number }
  | { readonly type: 'open' }
  /** Takes an opening back, while nobody has started; the caller sees to it that no opening time is past. */
  | { readonly type: 'cancel_opening'; readonly startedCount: number }
  /** The copies still running are closed by the caller, each by its own `force_submit`. */
  | { readonly type: 'close' }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'release'; readonly unmarkedCount: number }
  | { readonly type: 'withhold'; readonly reason: string }

/** An event whose step is already done changes nothing; any other step out of order is refused. */
export function advanceExam(status: ExamStatus, event: ExamEvent): ExamStatus {
  switch (event.type) {
    case 'publish':
      if (event.questionCount === 0) throw new Refusal('exam_without_questions')
      return step(status, { from: 'draft', to: 'published', otherwise: 'exam_not_editable' })
    case 'withdraw':
      if (event.startedCount > 0) throw new Refusal('exam_not_editable', { started: event.startedCount })
      return step(status, { from: 'published', to: 'draft', otherwise: 'exam_not_editable' })
    case 'open':
      return step(status, { from: 'published', to: 'open' })
    case 'cancel_opening':
      if (event.startedCount > 0) throw new Refusal('exam_wrong_state', { started: event.startedCount })
      return step(status, { from: 'open', to: 'published' })
    case 'close':
      return step(status, { from: 'open', to: 'closed', otherwise: 'exam_not_open' })
    case 'reopen':
      // Once a student may have seen the key, no copy may be answered again.
      return step(status, { from: 'closed', to: 'open' })
    case 'release':
      if (event.unmarkedCount > 0) throw new Refusal('marks_missing', { unmarked: event.unmarkedCount })
      return step(status, { from: 'closed', to: 'released' })
    case 'withhold':
      return step(status, { from: 'released', to: 'closed', otherwise: 'not_released' })
  }
}

/** Only a draft can be edited, so that what a mark rests on never changes afterwards. */
export function requireDraft(status: ExamStatus): void {
  if (status !== 'draft') throw new Refusal('exam_not_editable')
}

/** Whether students may start, as far as the exam itself goes; each student's own window is checked at the start. */
export function requireOpenExam(status: ExamStatus): void {
  switch (status) {
    case 'draft':
    case 'published':
      throw new Refusal('exam_not_open')
    case 'open':
      return
    case 'closed':
    case 'released':
      throw new Refusal('exam_closed')
  }
}

/**
 * When the last window closes, of the slots and of the students, each with their own; null when the trainer closes by
 * hand.
 */
export function lastClosingOf(
  slots: readonly ExamWindow[],
  students: readonly (Allowance & { readonly window: ExamWindow; readonly pausedMs?: number })[],
): Date | null {
  if (slots.some(({ closesAt }) => closesAt === null)) return null
  const own = students.map((student) => windowOf(student.window, student))
  return lastKnownClosingOf([...slots, ...own])
}

type Schedule = {
  readonly status: ExamStatus
  readonly opensAt: Date | null
  readonly lastClosingAt: Date | null
  readonly graceMs: number
  /** Copies in progress or paused: a pause or a reopening may outlast every window. */
  readonly runningCount: number
}

/** The transition that is due at this instant, if any; the caller then advances the exam as for a person's request. */
export function dueStep(exam: Schedule, now: Date): 'open' | 'close' | null {
  const { status, opensAt, lastClosingAt, graceMs, runningCount } = exam
  if (status === 'published' && opensAt !== null && now >= opensAt) return 'open'
  const over = lastClosingAt !== null && isOverdue(plus(lastClosingAt, graceMs), now)
  return status === 'open' && over && runningCount === 0 ? 'close' : null
}

type Step = { readonly from: ExamStatus; readonly to: ExamStatus; readonly otherwise?: RefusalCode }

function step(status: ExamStatus, { from, to, otherwise = 'exam_wrong_state' }: Step): ExamStatus {
  if (status === from || status === to) return to
  throw new Refusal(otherwise, { status })
}
