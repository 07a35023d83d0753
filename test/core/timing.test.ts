import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Allowance,
  allowedMs,
  deadlineOf,
  type ExtraTime,
  isOverdue,
  isWithinGrace,
  placeInWindow,
  plus,
  windowOf,
} from '#core/timing.ts'

const nine = new Date('2026-06-15T09:00:00Z')
const minutes = (count: number) => plus(nine, count * 60_000)
const seconds = (from: Date, count: number) => plus(from, count * 1000)
const none: ExtraTime = { kind: 'none' }
const third: ExtraTime = { kind: 'ratio', numerator: 4, denominator: 3 }
const half: ExtraTime = { kind: 'ratio', numerator: 3, denominator: 2 }
const hour = (extraTime: ExtraTime = none, more: Partial<Allowance> = {}): Allowance => ({
  limitMinutes: 60,
  extraTime,
  startedAt: nine,
  addedMs: 0,
  grantsMs: 0,
  ...more,
})
const clock = { startedAt: nine, pausedMs: 0, closesAt: null }

describe('the time a student is allowed', () => {
  it.each([
    ['nothing more', none, 60],
    ['a third more', third, 80],
    ['half as much again', half, 90],
    ['a free ratio', { kind: 'ratio', numerator: 7, denominator: 6 }, 70],
    ['twenty minutes', { kind: 'minutes', minutes: 20 }, 80],
  ] as const)('of one hour, with %s', (_, extraTime, expected) => {
    expect(allowedMs(hour(extraTime))).toBe(expected * 60_000)
  })

  it('adds breaks and grants to the extra time, without multiplying them', () => {
    expect(allowedMs(hour(third, { addedMs: 600_000, grantsMs: 300_000 }))).toBe(95 * 60_000)
  })

  it('rounds a part of a millisecond up, for the student', () => {
    expect(allowedMs({ ...hour({ kind: 'ratio', numerator: 8, denominator: 7 }), limitMinutes: 1 })).toBe(68_572)
  })
})

describe('extra time with dates', () => {
  const from = nine.toISOString()
  const until = minutes(120).toISOString()
  it.each([
    ['a second before its first day', { from, until }, seconds(nine, -1), 60],
    ['at the first instant', { from, until }, nine, 80],
    ['a second before its end', { from, until }, seconds(minutes(120), -1), 80],
    ['at its end', { from, until }, minutes(120), 60],
    ['long before an end without a beginning', { until }, seconds(nine, -9_999_999), 80],
    ['long after a beginning without an end', { from }, seconds(nine, 9_999_999), 80],
  ])('for a sitting that starts %s', (_, dates, startedAt, expected) => {
    expect(allowedMs(hour({ ...third, ...dates }, { startedAt }))).toBe(expected * 60_000)
    expect(allowedMs(hour({ kind: 'minutes', minutes: 20, ...dates }, { startedAt }))).toBe(expected * 60_000)
  })

  it('is the whole of it for who started in time, however late the sitting ends', () => {
    const startedAt = seconds(minutes(120), -1)
    expect(deadlineOf({ ...hour({ ...third, from, until }), ...clock, startedAt })).toEqual(
      plus(startedAt, 80 * 60_000),
    )
    expect(deadlineOf({ ...hour({ ...third, from, until }), ...clock, startedAt: minutes(120) })).toEqual(minutes(180))
  })

  it('stretches the window only of who starts between its dates', () => {
    const window = { opensAt: nine, closesAt: minutes(60) }
    expect(windowOf(window, hour({ ...third, until })).closesAt).toEqual(minutes(80))
    expect(windowOf(window, hour({ ...third, until: from })).closesAt).toEqual(minutes(60))
  })
})

describe('the deadline', () => {
  it('is the start plus the time allowed', () => {
    expect(deadlineOf({ ...clock, ...hour(third) })).toEqual(minutes(80))
  })
  it('moves with pauses and grants', () => {
    expect(deadlineOf({ ...clock, ...hour(none, { grantsMs: 300_000 }), pausedMs: 120_000 })).toEqual(minutes(67))
  })
  it('is the closing of the exam for who starts late', () => {
    expect(deadlineOf({ ...clock, ...hour(), closesAt: minutes(45) })).toEqual(minutes(45))
  })
  it('is the stretched closing for who starts late with extra time', () => {
    expect(deadlineOf({ ...clock, ...hour(third), closesAt: minutes(45) })).toEqual(minutes(65))
  })
  it('never cuts extra time, a grant or a pause at the class-wide closing', () => {
    expect(deadlineOf({ ...clock, ...hour(half), closesAt: minutes(60) })).toEqual(minutes(90))
    expect(deadlineOf({ ...clock, ...hour(none, { grantsMs: 300_000 }), closesAt: minutes(60) })).toEqual(minutes(65))
    expect(deadlineOf({ ...clock, ...hour(), pausedMs: 180_000, closesAt: minutes(60) })).toEqual(minutes(63))
  })
  it('never comes earlier when anything is granted', () => {
    const some = fc.integer({ min: 0, max: 7_200_000 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        some,
        some,
        some,
        (limitMinutes, closing, addedMs, grantsMs, pausedMs) => {
          const bare = { ...clock, ...hour(), limitMinutes, closesAt: minutes(closing) }
          const granted = deadlineOf({ ...bare, extraTime: third, addedMs, grantsMs, pausedMs })
          const gained = granted.getTime() - deadlineOf(bare).getTime()
          expect(gained).toBe(limitMinutes * 20_000 + addedMs + grantsMs + pausedMs)
        },
      ),
    )
  })
})

describe('the window of a student', () => {
  it('opens for all together and closes later for who has extra time', () => {
    const exam = { opensAt: nine, closesAt: minutes(60) }
    expect(windowOf(exam, hour())).toEqual(exam)
    expect(windowOf(exam, hour(third))).toEqual({ opensAt: nine, closesAt: minutes(80) })
  })
  it('has open ends when the trainer opens and closes by hand', () => {
    const open = windowOf({ opensAt: null, closesAt: null }, hour(third))
    expect(open).toEqual({ opensAt: null, closesAt: null })
    expect(placeInWindow(open, nine)).toBe('inside')
  })
  it.each([
    [-1, 'before'],
    [0, 'inside'],
    [1, 'inside'],
  ] as const)('%i s from the opening is %s', (s, place) => {
    expect(placeInWindow({ opensAt: nine, closesAt: minutes(60) }, seconds(nine, s))).toBe(place)
  })
  it.each([
    [-1, 'inside'],
    [0, 'after'],
    [1, 'after'],
  ] as const)('%i s from the closing is %s', (s, place) => {
    expect(placeInWindow({ opensAt: nine, closesAt: minutes(60) }, seconds(minutes(60), s))).toBe(place)
  })
})

describe('being late', () => {
  it.each([
    [-1, false],
    [0, false],
    [1, true],
  ])('%i s from the deadline: overdue is %s', (s, late) => {
    expect(isOverdue(nine, seconds(nine, s))).toBe(late)
  })
  it.each([
    [-1, false],
    [0, false],
    [1, true],
    [29, true],
    [30, true],
    [31, false],
  ])('%i s from the deadline: within the grace of thirty seconds is %s', (s, within) => {
    expect(isWithinGrace(nine, seconds(nine, s))).toBe(within)
  })
  it('takes the grace of the exam when it has its own', () => {
    expect(isWithinGrace(nine, seconds(nine, 60), 60_000)).toBe(true)
    expect(isWithinGrace(nine, seconds(nine, 1), 0)).toBe(false)
  })
})
