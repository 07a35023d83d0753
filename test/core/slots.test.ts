import { describe, expect, it } from 'vitest'
import { firstOpeningOf, hasSeveralWindows, ownWindowOf, slotOf, windowFault } from '#core/exams/slots.ts'
import { deadlineOf, placeInWindow, plus, windowOf } from '#core/timing.ts'

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 11, 8, hour, minute))
const slots = [
  { number: 0, groups: [] },
  { number: 1, groups: ['B', 'C'] },
  { number: 2, groups: ['C', 'D'] },
]

describe('whose slot it is', () => {
  it.each([
    ['the first, for a group that none takes', 'A', null, 0],
    ['that of the group', 'D', null, 2],
    ['the lowest of two that take the group', 'C', null, 1],
    ['the one chosen, whatever the group', 'D', 1, 1],
    ['the first when it was chosen', 'B', 0, 0],
    ['the first when the one chosen is gone', 'B', 7, 0],
  ])('%s', (_name, group, chosen, number) => {
    expect(slotOf(slots, { group, chosen })).toBe(number)
  })
})

describe('a student’s own window', () => {
  const morning = { opensAt: at(9), closesAt: at(10) }
  it.each([
    ['is that of their slot', { opensAt: null, closesAt: null }, morning],
    ['opens later for them alone', { opensAt: at(9, 30), closesAt: null }, { opensAt: at(9, 30), closesAt: at(10) }],
    ['closes later for them alone', { opensAt: null, closesAt: at(12) }, { opensAt: at(9), closesAt: at(12) }],
    ['is another one', { opensAt: at(14), closesAt: at(15) }, { opensAt: at(14), closesAt: at(15) }],
  ])('%s', (_name, override, window) => {
    expect(ownWindowOf(morning, override)).toEqual(window)
  })

  const own = ownWindowOf(morning, { opensAt: at(14), closesAt: at(15) })
  const third = { kind: 'ratio', numerator: 4, denominator: 3 } as const
  const allowance = { limitMinutes: 60, extraTime: third, startedAt: at(14), addedMs: 600_000, grantsMs: 0 }
  it.each([
    [-1, 'before'],
    [0, 'inside'],
    [90 * 60_000 - 1, 'inside'],
    [90 * 60_000, 'after'],
  ])('with a third and ten minutes more, %i ms after their opening is %s', (ms, place) => {
    expect(placeInWindow(windowOf(own, allowance), plus(at(14), ms))).toBe(place)
  })
  it('ends their time with their own window, not with that of the others', () => {
    const terms = { ...allowance, pausedMs: 0, closesAt: own.closesAt }
    expect(deadlineOf(terms)).toEqual(at(15, 30))
    expect(deadlineOf({ ...terms, startedAt: at(14, 20) })).toEqual(at(15, 30))
  })
})

describe('a window that cannot be', () => {
  const checked = { now: at(9), limitMinutes: 60, isAlone: false }
  it.each([
    [{ opensAt: at(10), closesAt: at(11) }, null],
    [{ opensAt: at(8), closesAt: at(10) }, null],
    [{ opensAt: at(8), closesAt: at(9, 59) }, 'shorter_than_the_duration'],
    [{ opensAt: at(10), closesAt: at(10) }, 'closes_before_it_opens'],
    [{ opensAt: at(8), closesAt: at(9) }, 'closes_in_the_past'],
    [{ opensAt: null, closesAt: at(11) }, 'slot_without_window'],
    [{ opensAt: at(10), closesAt: null }, 'slot_without_window'],
  ])('%o: %s', (window, fault) => {
    expect(windowFault(window, checked)).toBe(fault)
  })
  it('may lack its hours when the exam has one slot', () => {
    expect(windowFault({ opensAt: null, closesAt: null }, { ...checked, isAlone: true })).toBeNull()
    expect(windowFault({ opensAt: null, closesAt: at(11) }, { ...checked, isAlone: true })).toBeNull()
  })
})

it('opens with the first window that opens', () => {
  const none = { opensAt: null, closesAt: null }
  const nine = { ...none, opensAt: at(9) }
  const fourteen = { ...none, opensAt: at(14) }
  expect(firstOpeningOf([fourteen, nine])).toEqual(at(9))
  expect(firstOpeningOf([fourteen], [none, nine])).toEqual(at(9))
  expect(firstOpeningOf([none], [nine])).toBeNull()
  expect(firstOpeningOf([nine, none])).toBeNull()
  expect(firstOpeningOf([none])).toBeNull()
})

it('has several windows with two slots, or with one hour of somebody’s own', () => {
  const none = { opensAt: null, closesAt: null }
  expect(hasSeveralWindows(1, [none])).toBe(false)
  expect(hasSeveralWindows(2, [])).toBe(true)
  expect(hasSeveralWindows(1, [none, { ...none, closesAt: at(12) }])).toBe(true)
})
