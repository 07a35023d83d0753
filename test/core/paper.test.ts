import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterAt, lettersOf, paperCodeOf, readLetters, readPaper, readPaperCode } from '#core/paper.ts'

const four = ['c3', 'c1', 'c4', 'c2']

describe('letters typed from a sheet of paper', () => {
  it.each([
    ['a', ['c3']],
    ['BD', ['c1', 'c2']],
    ['d, b', ['c1', 'c2']],
    ['bb', ['c1']],
    ['', []],
    [' ', []],
    ['e', null],
    ['1', null],
    ['é', null],
  ])('%j is %j, in the order of that copy', (typed, expected) => {
    expect(readLetters(typed, four)).toEqual(expected)
  })
  it('are those printed beside the choices, and come back as they were typed', () => {
    expect(lettersOf(['c2', 'c3'], four)).toBe('AD')
    expect(letterAt(4)).toBe('E')
    fc.assert(
      fc.property(fc.subarray(four), (ticked) => {
        expect(readLetters(lettersOf(ticked, four), four)?.toSorted()).toEqual(ticked.toSorted())
      }),
    )
  })
})

describe('a whole sheet', () => {
  const paper = [
    { questionId: 'q1', choiceIds: four },
    { questionId: 'q2', choiceIds: ['vrai', 'faux'] },
  ]
  it('answers every question of the copy, blank where nothing was typed', () => {
    expect(readPaper(paper, { q2: 'b' })).toEqual({
      answers: [
        { questionId: 'q1', choices: [] },
        { questionId: 'q2', choices: ['faux'] },
      ],
    })
  })
  it('says which question has a letter it does not offer, and which is of another copy', () => {
    expect(readPaper(paper, { q1: 'a', q2: 'c' })).toEqual({ fault: { questionId: 'q2', position: 2, typed: 'c' } })
    expect(readPaper(paper, { q9: 'a' })).toEqual({ fault: { questionId: 'q9', position: null, typed: 'a' } })
  })
})

describe('the code of a sheet', () => {
  it('comes from the copy alone, and is read however it is typed', () => {
    const code = paperCodeOf('3f2a81c0-5e1d-4b7a-9c11-0a1b2c3d4e5f')
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
    expect(paperCodeOf('3f2a81c0-5e1d-4b7a-9c11-ffffffffffff')).toBe(code)
    expect(readPaperCode(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)}`)).toBe(code)
    expect(readPaperCode('trop-long-pour-un-code')).toBeNull()
    expect(() => paperCodeOf('')).toThrow(RangeError)
  })
})
