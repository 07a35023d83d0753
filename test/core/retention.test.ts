import { describe, expect, it } from 'vitest'
import { keptUntil, limitOf, namesLimit, usualRetention } from '#core/privacy/retention.ts'

const at = (text: string) => new Date(`${text}T10:30:00Z`)

describe('what is past its date', () => {
  it.each([
    [12, '2026-12-08', '2025-12-08'],
    [1, '2026-03-31', '2026-02-28'],
    [1, '2028-03-31', '2028-02-29'],
    [6, '2026-05-31', '2025-11-30'],
    [60, '2026-01-01', '2021-01-01'],
  ])('after %i months, on %s, is what is older than %s', (months, now, limit) => {
    expect(limitOf(months, at(now))).toEqual(at(limit))
  })

  it('is nothing when it is kept without an end', () => {
    expect(limitOf(null, at('2026-12-08'))).toBeNull()
    expect(keptUntil({ ...usualRetention, marks: null }, at('2026-12-08'))).toBeNull()
  })

  it('of marks with a name, is told from the closing of the exam', () => {
    expect(keptUntil({ ...usualRetention, marks: 18 }, at('2026-08-31'))).toEqual(at('2028-02-29'))
  })

  it.each([
    [12, 60, '2021-12-08'],
    [24, 6, '2024-12-08'],
    [null, 6, null],
    [6, null, null],
  ] as const)('names go once neither copies (%s) nor marks (%s) need them', (copies, marks, limit) => {
    const found = namesLimit({ ...usualRetention, copies, marks }, at('2026-12-08'))
    expect(found).toEqual(limit === null ? null : at(limit))
  })
})
