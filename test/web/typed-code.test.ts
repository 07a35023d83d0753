import { describe, expect, it } from 'vitest'
import { codesIn, shownCode } from '#web/attempts/entry/typed-code.ts'

describe('what is pasted', () => {
  it.each([
    ['a code alone', 'abc-def', { join: 'ABCDEF' }],
    ['a code without a digit, alone', 'ABCDEF', { join: 'ABCDEF' }],
    ['a personal code', '4KQ7-M2XD', { personal: '4KQ7M2XD' }],
    ['the sentence of the board', 'Le code de l’examen est T7K-4QD, sur bareme.ecole.fr', { join: 'T7K4QD' }],
    ['the link', 'https://bareme.ecole.fr/?code=T7K4QD', { join: 'T7K4QD' }],
    ['both at once', 'Examen : T7K-4QD\nVotre code : 4KQ7-M2XD', { join: 'T7K4QD', personal: '4KQ7M2XD' }],
    ['a slip with its name', 'Kerdoncuff Ana 4KQ7M2XD', { personal: '4KQ7M2XD' }],
    ['words without a code', 'Entrez le code de votre examen ici', {}],
    ['nothing', '  ', {}],
  ])('%s', (_, pasted, codes) => {
    expect(codesIn(pasted)).toEqual(codes)
  })

  it('keeps a code typed in the field of the other until it is put right', () => {
    expect(shownCode('4kq7m2xd', 6, 8)).toBe('4KQ7M2XD')
    expect(shownCode('4kq7m2xd', 6)).toBe('4KQ-7M2')
  })
})
