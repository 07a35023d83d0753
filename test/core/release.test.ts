import { describe, expect, it } from 'vitest'
import { examStatuses } from '#core/exams/exam.ts'
import { isDue, type Release, releaseFrom, releaseTimes, shownNow, wholeReview } from '#core/exams/release.ts'

const release = (change: Partial<Release> = {}): Release => ({
  what: 'review',
  when: 'by_hand',
  at: null,
  parts: wholeReview,
  statistics: true,
  heldGroups: [],
  early: false,
  ...change,
})
const at = new Date('2026-12-10T12:00:00Z')

it('reads a decision kept before it had parts as the whole review, for everybody', () => {
  expect(releaseFrom({ what: 'review', when: 'at_close' })).toEqual(release({ when: 'at_close', statistics: false }))
  expect(releaseFrom({ what: 'mark', when: 'at_date', at: at.toISOString() })).toMatchObject({ at })
})

describe('shows nothing', () => {
  it.each(examStatuses)('when it is never, or to a group that waits, while the exam is %s', (status) => {
    expect(shownNow(release({ what: 'never' }), { status, group: 'A', hasSeveralWindows: false })).toBeNull()
    for (const when of releaseTimes) {
      expect(
        shownNow(release({ when, heldGroups: ['A'] }), { status, group: 'A', hasSeveralWindows: false }),
      ).toBeNull()
    }
  })

  it.each(examStatuses.filter((status) => status !== 'released'))(
    'before the release, while the exam is %s',
    (status) => {
      for (const when of ['by_hand', 'at_close', 'at_date'] as const) {
        expect(shownNow(release({ when, at }), { status, group: '', hasSeveralWindows: false })).toBeNull()
      }
    },
  )
})

it('shows at once the mark alone: nobody reads a key while another may still answer', () => {
  expect(shownNow(release({ when: 'at_once' }), { status: 'open', group: '', hasSeveralWindows: false })).toEqual({
    review: null,
    statistics: false,
  })
  // Taken back by the trainer, it is closed and shows nothing.
  expect(shownNow(release({ when: 'at_once' }), { status: 'closed', group: '', hasSeveralWindows: false })).toBeNull()
})

it('waits for the last who sits when some sit later, unless the mark alone was wanted earlier', () => {
  const open = { status: 'open', group: '', hasSeveralWindows: true } as const
  for (const when of releaseTimes) {
    expect(shownNow(release({ when, at }), open)).toBeNull()
    expect(shownNow(release({ when, at, early: true }), open)).toEqual({ review: null, statistics: false })
  }
  expect(shownNow(release({ early: true, what: 'never' }), open)).toBeNull()
  expect(shownNow(release({ early: true }), { ...open, hasSeveralWindows: false })).toBeNull()
  expect(shownNow(release({ early: true }), { ...open, status: 'closed' })).toBeNull()
})

it('shows what was chosen once released, to the groups that do not wait', () => {
  const parts = { ...wholeReview, key: false }
  const chosen = release({ parts, heldGroups: ['B'] })
  expect(shownNow(chosen, { status: 'released', group: 'A', hasSeveralWindows: false })).toEqual({
    review: parts,
    statistics: true,
  })
  expect(shownNow(release({ what: 'mark' }), { status: 'released', group: 'A', hasSeveralWindows: false })).toEqual({
    review: null,
    statistics: true,
  })
})

it('is due by itself at the closing, or from its date on, never by hand', () => {
  const before = new Date(at.getTime() - 1)
  expect(isDue(release({ when: 'at_close' }), before)).toBe(true)
  expect(isDue(release({ when: 'at_once' }), before)).toBe(true)
  expect(isDue(release({ when: 'at_date', at }), before)).toBe(false)
  expect(isDue(release({ when: 'at_date', at }), at)).toBe(true)
  expect(isDue(release({ when: 'at_date' }), at)).toBe(false)
  expect(isDue(release({ when: 'by_hand' }), at)).toBe(false)
  expect(isDue(release({ what: 'never', when: 'at_close' }), at)).toBe(false)
})
