import { describe, expect, it } from 'vitest'
import {
  advanceExam,
  dueStep,
  type ExamEvent,
  type ExamStatus,
  examStatuses,
  lastClosingOf,
  requireDraft,
  requireOpenExam,
} from '#core/exams/exam.ts'
import { plus } from '#core/timing.ts'

const why = 'erreur de clé'
const events: Record<ExamEvent['type'], ExamEvent> = {
  publish: { type: 'publish', questionCount: 20 },
  withdraw: { type: 'withdraw', startedCount: 0 },
  open: { type: 'open' },
  cancel_opening: { type: 'cancel_opening', startedCount: 0 },
  close: { type: 'close' },
  reopen: { type: 'reopen', reason: why },
  release: { type: 'release', unmarkedCount: 0 },
  withhold: { type: 'withhold', reason: why },
}
const outcomes: Record<ExamEvent['type'], [string, string, string, string, string]> = {
  publish: ['published', 'published', 'exam_not_editable', 'exam_not_editable', 'exam_not_editable'],
  withdraw: ['draft', 'draft', 'exam_not_editable', 'exam_not_editable', 'exam_not_editable'],
  open: ['exam_wrong_state', 'open', 'open', 'exam_wrong_state', 'exam_wrong_state'],
  cancel_opening: ['exam_wrong_state', 'published', 'published', 'exam_wrong_state', 'exam_wrong_state'],
  close: ['exam_not_open', 'exam_not_open', 'closed', 'closed', 'exam_not_open'],
  reopen: ['exam_wrong_state', 'exam_wrong_state', 'open', 'open', 'exam_wrong_state'],
  release: ['exam_wrong_state', 'exam_wrong_state', 'exam_wrong_state', 'released', 'released'],
  withhold: ['not_released', 'not_released', 'not_released', 'closed', 'closed'],
}

describe('the steps of an exam', () => {
  const rows = Object.values(events).flatMap((event) =>
    examStatuses.map((status, place) => [event.type, status, outcomes[event.type][place] as string] as const),
  )
  it.each(rows)('%s when it is %s: %s', (type, status, outcome) => {
    const next = () => advanceExam(status, events[type])
    if ((examStatuses as readonly string[]).includes(outcome)) expect(next()).toBe(outcome)
    else expect(next).toThrow(outcome)
  })
  it('does not publish an exam that asks nothing', () => {
    expect(() => advanceExam('draft', { type: 'publish', questionCount: 0 })).toThrow('exam_without_questions')
  })
  it('does not withdraw an exam somebody has started', () => {
    expect(() => advanceExam('published', { type: 'withdraw', startedCount: 1 })).toThrow('exam_not_editable')
  })
  it('does not release marks while a copy has none', () => {
    expect(() => advanceExam('closed', { type: 'release', unmarkedCount: 1 })).toThrow('marks_missing')
  })
})

describe('what a state allows', () => {
  it.each([
    ['draft', 'yes'],
    ['published', 'no'],
    ['open', 'no'],
    ['closed', 'no'],
    ['released', 'no'],
  ] as const)('editing a %s exam: %s', (status, answer) => {
    if (answer === 'yes') expect(() => requireDraft(status)).not.toThrow()
    else expect(() => requireDraft(status)).toThrow('exam_not_editable')
  })
  it.each([
    ['draft', 'exam_not_open'],
    ['published', 'exam_not_open'],
    ['open', ''],
    ['closed', 'exam_closed'],
    ['released', 'exam_closed'],
  ] as const)('starting a %s exam: %s', (status: ExamStatus, refusal) => {
    if (refusal === '') expect(() => requireOpenExam(status)).not.toThrow()
    else expect(() => requireOpenExam(status)).toThrow(refusal)
  })
})

describe('an exam left to the clock', () => {
  const nine = new Date('2026-06-15T09:00:00Z')
  const ten = plus(nine, 3_600_000)
  const seconds = (from: Date, s: number) => plus(from, s * 1000)
  const schedule = {
    status: 'published' as ExamStatus,
    opensAt: nine,
    lastClosingAt: ten,
    graceMs: 30_000,
    runningCount: 0,
  }

  it.each([
    [-1, null],
    [0, 'open'],
    [1, 'open'],
  ])('%i s from its opening: %s', (s, due) => {
    expect(dueStep(schedule, seconds(nine, s))).toBe(due)
  })
  it.each([
    [0, null],
    [30, null],
    [31, 'close'],
  ])('%i s after the last closing: %s', (s, due) => {
    expect(dueStep({ ...schedule, status: 'open' }, seconds(ten, s))).toBe(due)
  })
  it('does not close while a copy is running', () => {
    expect(dueStep({ ...schedule, status: 'open', runningCount: 1 }, seconds(ten, 99))).toBeNull()
  })
  it('never opens or closes by itself without an hour for it, nor twice', () => {
    expect(dueStep({ ...schedule, opensAt: null }, nine)).toBeNull()
    expect(dueStep({ ...schedule, status: 'open', lastClosingAt: null }, seconds(ten, 99))).toBeNull()
    expect(dueStep({ ...schedule, status: 'closed' }, seconds(ten, 99))).toBeNull()
  })
  it('waits for the student with the most time', () => {
    const window = { opensAt: nine, closesAt: ten }
    const hour = { window, limitMinutes: 60, startedAt: nine, addedMs: 0, grantsMs: 0 }
    const students = [
      { ...hour, extraTime: { kind: 'ratio', numerator: 4, denominator: 3 } },
      { ...hour, extraTime: { kind: 'none' } },
      { ...hour, extraTime: { kind: 'none' }, pausedMs: 60_000 },
    ] as const
    expect(lastClosingOf([window], students)).toEqual(plus(ten, 1_200_000))
    expect(lastClosingOf([window], [])).toEqual(ten)
    expect(lastClosingOf([{ opensAt: nine, closesAt: null }], students)).toBeNull()
  })
  it('waits for the last slot, and for a student with an hour of their own', () => {
    const [morning, afternoon] = [
      { opensAt: nine, closesAt: ten },
      { opensAt: plus(nine, 18_000_000), closesAt: plus(ten, 18_000_000) },
    ]
    const alone = {
      window: { opensAt: plus(nine, 86_400_000), closesAt: plus(ten, 86_400_000) },
      ...{ limitMinutes: 60, startedAt: nine, addedMs: 600_000, grantsMs: 0, extraTime: { kind: 'none' } as const },
    }
    expect(lastClosingOf([morning, afternoon], [])).toEqual(afternoon.closesAt)
    expect(lastClosingOf([afternoon, morning], [alone])).toEqual(plus(ten, 87_000_000))
  })
})
