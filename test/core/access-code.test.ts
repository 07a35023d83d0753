import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessCodeFrom, joinCodeFrom, readAccessCode, readJoinCode, showCode } from '#core/access-code.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('a code', () => {
  it('has eight characters for a student and six for an exam, none of them a look-alike', () => {
    fc.assert(
      fc.property(bytes(8), (random) => {
        expect(accessCodeFrom(random)).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
        expect(joinCodeFrom(random)).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
      }),
    )
  })
  it('uses every character as often as the others', () => {
    const counts = new Map<string, number>()
    for (let byte = 0; byte < 256; byte += 1) {
      const code = accessCodeFrom(new Uint8Array(8).fill(byte))
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    expect(counts.size).toBe(32)
    expect(new Set(counts.values())).toEqual(new Set([8]))
  })
  it('is never made from too little chance', () => {
    expect(() => accessCodeFrom(new Uint8Array(7))).toThrow(RangeError)
  })
  it('is printed cut in the middle', () => {
    expect(showCode('ABCDEFGH')).toBe('ABCD-EFGH')
    expect(showCode('ABCDEF')).toBe('ABC-DEF')
  })
})

describe('what people type', () => {
  it.each([
    ['as printed', 'A0C1-EFGV'],
    ['in lower case', 'a0c1-efgv'],
    ['without the dash', 'A0C1EFGV'],
    ['with spaces, a long dash and a no-break space', ' A0C1 —\u00a0EFGV '],
    ['with letters for digits', 'aOcl-efgv'],
    ['with another letter for a digit', 'aocI-efgv'],
    ['with a U for a V', 'a0c1-efgu'],
    ['in full-width characters', 'Ａ０Ｃ１－ＥＦＧＶ'],
  ])('%s, is the code', (_, typed) => {
    expect(readAccessCode(typed)).toBe('A0C1EFGV')
  })
  it.each(['', 'A0C1-EFG', 'A0C1-EFGVV', 'A0C1-EFG!', 'A0C1-EFGÉ'])('« %s » is no code', (typed) => {
    expect(readAccessCode(typed)).toBeNull()
  })
  it('reads back every code as it was issued', () => {
    fc.assert(
      fc.property(bytes(8), (random) => {
        expect(readAccessCode(showCode(accessCodeFrom(random)).toLowerCase())).toBe(accessCodeFrom(random))
        expect(readJoinCode(showCode(joinCodeFrom(random)))).toBe(joinCodeFrom(random))
      }),
    )
  })
})
