import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BlueprintLine } from '#core/exams/draw.ts'
import { askedOfSection, resized, withSectionCount } from '#core/exams/plan-lines.ts'

const has = { easy: 5, medium: 3, hard: 1 }
const line = fc.record({
  section: fc.constantFrom('a', 'b'),
  count: fc.integer({ min: 1, max: 6 }),
  difficulty: fc.constantFrom(undefined, 'easy', 'medium', 'hard'),
}) as fc.Arbitrary<BlueprintLine>

it('asks exactly for what is wanted of a section, and leaves the others', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.integer({ min: 0, max: 20 }), (lines, count) => {
      const next = withSectionCount(lines, { section: 'a', count, has })
      expect(askedOfSection(next, 'a')).toBe(count)
      expect(next.filter(({ section }) => section === 'b')).toEqual(lines.filter(({ section }) => section === 'b'))
      expect(next.every((one) => one.count > 0)).toBe(true)
    }),
  )
})

it('moves one line by one for one more or one less, within what the bank has while it can', () => {
  const lines: BlueprintLine[] = [
    { section: 'a', difficulty: 'easy', count: 2 },
    { section: 'a', difficulty: 'hard', count: 1 },
  ]
  const step = (count: number) => withSectionCount(lines, { section: 'a', count, has }).map((one) => one.count)
  // Of the hard ones there is no other.
  expect(step(4)).toEqual([3, 1])
  expect(step(2)).toEqual([1, 1])
  expect(step(1)).toEqual([1])
  expect(withSectionCount([], { section: 'a', count: 2, has })).toEqual([{ section: 'a', count: 2 }])
})

it('keeps a pool as long as it is larger than what is drawn from it', () => {
  expect(resized({ count: 1, pool: 3 }, 2)).toEqual({ count: 2, pool: 3 })
  expect(resized({ count: 1, pool: 3 }, 3)).toEqual({ count: 3 })
})
