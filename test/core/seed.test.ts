import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceFrom, hash128, shuffled } from '#core/seed.ts'

const hex = (text: string) =>
  hash128(text)
    .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
    .join(' ')

describe('the hash of a seed', () => {
  // Computed with the reference implementation (mmh3 for Python, x86, seed 0) over the same text in UTF-16 LE.
  it.each([
    ['a', '033bb196 ccef4fe1 ccef4fe1 ccef4fe1'],
    ['examen', '2684fa5f a6880ec9 d6ead6da 6222c7cc'],
    ['examen du 15 juin 2026 — groupe A', '5a9d1834 c6eaf084 57e4574a 64e48752'],
    ['7f3c9a52-0b1e-4c7d-9f5a-2d6e8b1c4a90', '8f940dd8 85d30805 169dd090 3526276a'],
  ])('of « %s » is that of MurmurHash3', (text, expected) => {
    expect(hex(text)).toBe(expected)
  })
  it('is never a state the generator could not leave', () => {
    expect(hash128('')).toEqual([1, 0, 0, 0])
  })
})

describe('a shuffle', () => {
  it('loses and repeats nothing, and leaves the original alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 40 }), fc.string(), (items, seed) => {
        const original = [...items]
        const result = shuffled(items, chanceFrom(seed))
        expect([...result].sort()).toEqual([...items].sort())
        expect(items).toEqual(original)
      }),
    )
  })
})
