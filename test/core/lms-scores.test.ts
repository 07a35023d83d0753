import { describe, expect, it } from 'vitest'
import {
  canBeSent,
  type KnownScore,
  nextStamp,
  nextTryAt,
  scoreBody,
  scoresToSend,
  waitAsked,
} from '#core/lms/scores.ts'

const at = new Date('2026-12-08T09:00:00Z')
const sent = (mark: number | null, change: Partial<KnownScore> = {}): KnownScore => ({
  ...{ userId: 'ana', mark, outOf: 2000, state: 'sent', sentMark: mark, sentOutOf: 2000, sentAt: at },
  ...change,
})
const ana = (mark: number | null, outOf = 2000) => ({ userId: 'ana', mark, outOf })

describe('what has to be sent', () => {
  it.each([
    ['a first mark', [ana(1250)], [], [ana(1250)]],
    ['nothing of who has none and never had', [ana(null)], [], []],
    ['nothing when it is there', [ana(1250)], [sent(1250)], []],
    ['a mark that changed', [ana(1300)], [sent(1250)], [ana(1300)]],
    ['a mark out of something else', [ana(1250, 1000)], [sent(1250)], [ana(1250, 1000)]],
    ['the absence of a mark that was there', [ana(null)], [sent(1250)], [ana(null)]],
    ['not twice', [ana(null)], [sent(null)], []],
    ['again after it was emptied', [ana(1250)], [sent(null)], [ana(1250)]],
    ['the absence, of who is no longer among ours', [], [sent(1250)], [ana(null)]],
    [
      'what was tried and not acknowledged',
      [ana(1300)],
      [sent(1300, { state: 'waiting', sentMark: 1250 })],
      [ana(1300)],
    ],
    ['not what was refused', [ana(1300)], [sent(1300, { state: 'refused', sentAt: null, sentMark: null })], []],
    [
      'what was refused, once it is another mark',
      [ana(1400)],
      [sent(1300, { state: 'refused', sentAt: null })],
      [ana(1400)],
    ],
  ] as const)('%s', (_, wanted, known, expected) => {
    expect(scoresToSend(wanted, known)).toEqual(expected)
  })
})

describe('a score', () => {
  it('says the mark and out of how much, or that there is none', () => {
    expect(scoreBody(ana(1325), at)).toEqual({
      ...{ userId: 'ana', timestamp: '2026-12-08T09:00:00.000Z', scoreGiven: 13.25, scoreMaximum: 20 },
      ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
    })
    expect(scoreBody(ana(null), at)).toEqual({
      ...{ userId: 'ana', timestamp: '2026-12-08T09:00:00.000Z' },
      ...{ activityProgress: 'Submitted', gradingProgress: 'NotReady' },
    })
    expect([canBeSent(ana(-25)), canBeSent(ana(0)), canBeSent(ana(null))]).toEqual([false, true, true])
  })

  it('is later than the one before, even with a clock that is behind', () => {
    expect(nextStamp(at, null)).toEqual(at)
    expect(nextStamp(at, new Date(at.getTime() - 1000))).toEqual(at)
    expect(nextStamp(at, new Date(at.getTime() + 5000))).toEqual(new Date(at.getTime() + 6000))
  })
})

it('waits longer and longer for a platform that does not answer, never for ever', () => {
  const minutes = [1, 2, 3, 8, 9, 100].map((tries) => (nextTryAt(at, tries).getTime() - at.getTime()) / 60_000)
  expect(minutes).toEqual([1, 5, 15, 480, 480, 480])
})

it.each([
  ['30', 30_000],
  ['0', 1000],
  ['999999', 3_600_000],
  ['Tue, 08 Dec 2026 09:02:00 GMT', 120_000],
  ['Tue, 08 Dec 2020 09:02:00 GMT', 1000],
  ['soon', 60_000],
  [undefined, 60_000],
])('comes back when it was asked to: %s', (said, ms) => {
  expect(waitAsked(said, at)).toBe(ms)
})
