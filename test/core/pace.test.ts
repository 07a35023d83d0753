import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextTurn, type Pace } from '#core/pace.ts'

/** Every try made as soon as it may start: when each one starts. */
function startsOf(pace: Pace, tries: readonly number[]) {
  let due = 0
  return tries.map((now) => {
    const turn = nextTurn(pace, { due, now })
    due = turn.due
    return turn.startsAt
  })
}

describe('the pace of tries', () => {
  it('lets so many through at once, then one at a time', () => {
    expect(startsOf({ burst: 3, everyMs: 10 }, [100, 100, 100, 100, 100])).toEqual([100, 100, 100, 110, 120])
  })

  it('fills up again with time, never beyond the burst', () => {
    expect(startsOf({ burst: 2, everyMs: 10 }, [0, 0, 10, 10, 500, 500, 500])).toEqual([0, 0, 10, 20, 500, 500, 510])
  })

  it('never lets more through than the burst and the time that passed', () => {
    fc.assert(
      fc.property(
        fc.record({ burst: fc.integer({ min: 1, max: 20 }), everyMs: fc.integer({ min: 1, max: 1_000 }) }),
        fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 80 }),
        (pace, waits) => {
          let now = 0
          const starts = startsOf(
            pace,
            waits.map((wait) => {
              now += wait
              return now
            }),
          )
          for (const [i, first] of starts.entries()) {
            for (const [k, last] of starts.slice(i).entries()) {
              expect(k + 1).toBeLessThanOrEqual(pace.burst + (last - first) / pace.everyMs)
            }
          }
        },
      ),
    )
  })
})
