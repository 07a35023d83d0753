import { beforeEach, describe, expect, it } from 'vitest'
import type { ContentNode } from '#contract/questions/content.ts'
import { bareCode, shownCode } from '#web/attempts/entry/typed-code.ts'
import { type MyExam, myExamStateOf, urgencyOf } from '#web/attempts/my-exam-state.ts'
import { announcedSeconds, passedMark } from '#web/attempts/sitting/announcements.ts'
import { backoffMs } from '#web/attempts/sitting/backoff.ts'
import { Countdown } from '#web/attempts/sitting/countdown.ts'
import { isOwnBrowser, newDevice, thisDevice } from '#web/attempts/sitting/device.ts'
import { copyNow } from '#web/attempts/sitting/kept-copy.ts'
import { Sequence } from '#web/attempts/sitting/sequence.ts'
import type { SittingCopy } from '#web/attempts/sitting/sitting-copy.ts'
import { latestAnswers } from '#web/attempts/sitting/state.ts'
import { toggled } from '#web/attempts/toggled.ts'
import { sentencesOf, splitStem } from '#web/questions/split-stem.ts'

beforeEach(() => localStorage.clear())

describe('the countdown', () => {
  let now = 0
  const clock = () => now
  beforeEach(() => {
    now = 1_000
  })

  it('counts from what the server said, with the clock it is given', () => {
    const countdown = new Countdown(clock)
    countdown.sync({ remainingMs: 60_000, status: 'in_progress' })
    now += 12_500
    expect(countdown.leftMs()).toBe(47_500)
  })

  it('never goes below zero', () => {
    const countdown = new Countdown(clock)
    countdown.sync({ remainingMs: 1_000, status: 'in_progress' })
    now += 5_000
    expect(countdown.leftMs()).toBe(0)
  })

  it.each(['paused', 'ready', 'submitted', 'expired', 'voided'] as const)('stands still when %s', (status) => {
    const countdown = new Countdown(clock)
    countdown.sync({ remainingMs: 60_000, status })
    now += 30_000
    expect(countdown.leftMs()).toBe(60_000)
  })

  it('forgets what it counted when the server speaks again', () => {
    const countdown = new Countdown(clock)
    countdown.sync({ remainingMs: 60_000, status: 'in_progress' })
    now += 30_000
    countdown.sync({ remainingMs: 330_000, status: 'in_progress' })
    expect(countdown.leftMs()).toBe(330_000)
  })
})

describe('the voice', () => {
  it.each(announcedSeconds)('speaks at %i seconds, not before, not twice', (seconds) => {
    const at = seconds * 1000
    expect(passedMark(at + 1_000, at + 1)).toBeNull()
    expect(passedMark(at + 1, at)).toBe(seconds)
    expect(passedMark(at, at - 1)).toBeNull()
  })

  it('says only the last mark passed while the computer slept', () => {
    expect(passedMark(3_600_000, 40_000)).toBe(60)
  })

  it('says nothing at the end: the page itself does', () => {
    expect(passedMark(40_000, 0)).toBeNull()
  })
})

it('waits 1, 2, 4, 8, then 15 seconds, spread by a fifth', () => {
  expect([1, 2, 3, 4, 5, 6, 99].map((failures) => backoffMs(failures, 0.5))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000,
  ])
  expect([backoffMs(3, 0), backoffMs(3, 1)]).toEqual([3_200, 4_800])
})

describe('the device', () => {
  it('is one browser and one page', () => {
    const [first, second] = [newDevice(), newDevice()]
    expect(first.browser).toBe(second.browser)
    expect(first.id).not.toBe(second.id)
    expect(first.id).toMatch(/^[0-9a-f]{16}:[0-9a-f]{16}$/)
    expect(thisDevice()).toBe(thisDevice())
  })

  it('knows its own browser, a free copy, and another browser', () => {
    const device = newDevice()
    expect(isOwnBrowser(newDevice().id, device)).toBe(true)
    expect(isOwnBrowser('', device)).toBe(true)
    expect(isOwnBrowser('0123456789abcdef:0123456789abcdef', device)).toBe(false)
  })
})

describe('the sequence', () => {
  it('grows across reloads and tabs', () => {
    const [tab, other] = [new Sequence('a'), new Sequence('a')]
    expect([tab.next(), other.next(), tab.next(), new Sequence('a').next()]).toEqual([1, 2, 3, 4])
  })

  it('starts after everything the server holds, and each copy has its own', () => {
    expect(new Sequence('a', 41).next()).toBe(42)
    expect(new Sequence('b').next()).toBe(1)
  })
})

it('shows the last word on each question, whether the server or this device has it', () => {
  const held = [
    { questionId: 'q1', choices: ['a'], flagged: false, epoch: 2, sequence: 5 },
    { questionId: 'q2', choices: ['b'], flagged: false, epoch: 1, sequence: 2 },
  ]
  const entry = { attemptId: 'x', choices: ['c'], flagged: true, device: 'd' }
  const words = latestAnswers(held, [
    { ...entry, questionId: 'q1', epoch: 1, sequence: 9 },
    { ...entry, questionId: 'q2', epoch: 1, sequence: 3 },
    { ...entry, questionId: 'q3', epoch: 1, sequence: 1 },
  ])
  expect([...words.values()].map(({ choices }) => choices)).toEqual([['a'], ['c'], ['c']])
})

describe('ticking', () => {
  const choices = ['a', 'b', 'c'].map((id) => ({ id, text: [] }))

  it('replaces on a single choice, and pressing again keeps it', () => {
    const question = { type: 'single' as const, choices }
    expect(toggled({ question, chosen: ['a'], choice: 'b' })).toEqual(['b'])
    expect(toggled({ question, chosen: ['b'], choice: 'b' })).toEqual(['b'])
  })

  it('adds and removes on several, in the order of the paper', () => {
    const question = { type: 'multiple' as const, choices }
    expect(toggled({ question, chosen: ['c'], choice: 'a' })).toEqual(['a', 'c'])
    expect(toggled({ question, chosen: ['a', 'c'], choice: 'c' })).toEqual(['a'])
  })

  it('keeps how sure the person is, as long as there is an answer', () => {
    expect(toggled({ question: { type: 'single', choices }, chosen: ['a', '~2'], choice: 'b' })).toEqual(['b', '~2'])
    const question = { type: 'multiple' as const, choices }
    expect(toggled({ question, chosen: ['b', '~2'], choice: 'a' })).toEqual(['a', 'b', '~2'])
    expect(toggled({ question, chosen: ['b', '~2'], choice: 'b' })).toEqual([])
  })
})

it('reads a code as people type and paste it', () => {
  expect(shownCode('abcdefgh', 8)).toBe('ABCD-EFGH')
  expect(shownCode(' abcd – efgh\n', 8)).toBe('ABCD-EFGH')
  expect(shownCode('abcd', 8)).toBe('ABCD')
  expect(shownCode('abc-def-and-more', 6)).toBe('ABC-DEF')
  expect(bareCode('aBc-１２')).toBe('ABC12')
})

it('makes a legend of the words that open a stem, and leaves code to what follows', () => {
  const p: ContentNode = { type: 'element', tag: 'p', children: [] }
  const pre: ContentNode = { type: 'element', tag: 'pre', children: [] }
  expect(splitStem([p, { type: 'text', value: '\n' }, p])).toEqual({ opening: [p, p], rest: [] })
  expect(splitStem([p, pre, p])).toEqual({ opening: [p], rest: [pre, p] })
  expect(splitStem([pre, p])).toEqual({ opening: [], rest: [pre, p] })
})

it('names a question by its sentences, never by its code', () => {
  const p = (value: string): ContentNode => ({ type: 'element', tag: 'p', children: [{ type: 'text', value }] })
  const pre: ContentNode = { type: 'element', tag: 'pre', children: [{ type: 'text', value: 'FROM node' }] }
  expect(sentencesOf([p('Voici un fichier :'), pre, p('Que fait-il ?')])).toBe('Voici un fichier : Que fait-il ?')
  expect(sentencesOf([pre, p('Que fait-il ?')])).toBe('Que fait-il ?')
})

describe('the state of an exam for its student', () => {
  const exam: MyExam = {
    id: 'e',
    title: '',
    courseId: 'c1',
    courseTitle: '',
    status: 'open',
    attempt: null,
    questionCount: 1,
    limitMinutes: 60,
    allowedMs: 3_600_000,
    opensAt: '2026-12-08T09:00:00.000Z',
    closesAt: '2026-12-08T11:00:00.000Z',
    timeZone: 'Europe/Paris',
    slot: null,
    room: '',
    override: null,
    serverNow: '2026-12-08T10:00:00.000Z',
    mark: null,
    canReview: false,
    answeredContestations: 0,
  }
  const attempt = (status: NonNullable<MyExam['attempt']>['status']) => ({ id: 'a', status, closedAt: null })

  it.each([
    ['open', {}],
    ['soon', { serverNow: '2026-12-08T08:59:59.999Z' }],
    ['soon', { status: 'published' as const, opensAt: null, closesAt: null }],
    ['missed', { serverNow: '2026-12-08T11:00:00.000Z' }],
    ['missed', { status: 'closed' as const }],
    ['open', { attempt: attempt('ready') }],
    ['running', { attempt: attempt('in_progress'), status: 'closed' as const }],
    ['paused', { attempt: attempt('paused') }],
    ['submitted', { attempt: attempt('expired') }],
    ['results', { attempt: attempt('submitted'), mark: { hundredths: 1325, outOf: 2000 } }],
    ['results', { attempt: attempt('submitted'), canReview: true }],
    ['voided', { attempt: attempt('voided'), mark: null }],
  ])('is %s', (state, change) => {
    expect(myExamStateOf({ ...exam, ...change })).toBe(state)
  })

  it('puts what is running first, then what is open, then what comes soonest', () => {
    const soon = { ...exam, serverNow: '2026-12-08T08:00:00.000Z' }
    const later = { ...soon, opensAt: '2026-12-09T09:00:00.000Z' }
    const running = { ...exam, attempt: attempt('in_progress') }
    const byHand = { ...exam, status: 'published' as const, opensAt: null, closesAt: null }
    const order = [byHand, later, exam, soon, running].sort((a, b) => urgencyOf(a) - urgencyOf(b))
    expect(order).toEqual([running, exam, soon, later, byHand])
  })
})

describe('a copy kept on this device', () => {
  const copy = (status: 'in_progress' | 'paused') => ({
    id: 'a',
    at: 1_000,
    copy: { id: 'a', clock: { status, remainingMs: 60_000 } } as SittingCopy,
  })

  it('has lost the time that went by, and never more than it had', () => {
    expect(copyNow(copy('in_progress'), 31_000)?.clock.remainingMs).toBe(30_000)
    expect(copyNow(copy('in_progress'), 500_000)?.clock.remainingMs).toBe(0)
  })

  it('loses none while paused, nor when the clock of the computer was set back', () => {
    expect(copyNow(copy('paused'), 31_000)?.clock.remainingMs).toBe(60_000)
    expect(copyNow(copy('in_progress'), 0)?.clock.remainingMs).toBe(60_000)
  })

  it('is not shown a day later', () => {
    expect(copyNow(copy('in_progress'), 25 * 3_600_000)).toBeNull()
  })
})
