import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  letterAt,
  lettersOf,
  type PaperLetters,
  paperCodeOf,
  readLetters,
  readPaper,
  readPaperCode,
} from '#core/exams/paper.ts'

const four = ['c3', 'c1', 'c4', 'c2']
const choices = four.map((id) => ({ id }))

describe('letters typed from a sheet of paper', () => {
  it.each([
    ['a', ['c3']],
    ['BD', ['c1', 'c2']],
    ['d, b', ['c1', 'c2']],
    ['bb', ['c1']],
    ['', []],
    [' ', []],
  ])('%j is %j, in the order of that copy', (typed, expected) => {
    expect(readLetters(typed, { choices })).toEqual({ ticked: expected })
  })
  it.each(['e', 'é', 'a-', 'ae2'])('%j is refused: no such letter', (typed) => {
    expect(readLetters(typed, { choices, certainty: 3 })).toEqual({ fault: 'letter' })
  })
  it('are those printed beside the choices, and come back as they were typed', () => {
    expect(lettersOf(['c2', 'c3'], four)).toBe('AD')
    expect(letterAt(4)).toBe('E')
    fc.assert(
      fc.property(fc.subarray(four), (ticked) => {
        expect(readLetters(lettersOf(ticked, four), { choices })).toEqual({ ticked })
      }),
    )
  })
})

describe('how sure, typed after the letters', () => {
  it.each([
    ['b2', ['c1', '~2']],
    ['AC 3', ['c3', 'c4', '~3']],
    ['b1', ['c1', '~1']],
    ['b', ['c1']],
    ['', []],
  ])('%j is %j, as the screen says it; nothing typed says nothing', (typed, ticked) => {
    expect(readLetters(typed, { choices, certainty: 3 })).toEqual({ ticked })
  })
  it.each(['b0', 'b4', 'b22', 'b2a', '2b', '2'])('%j is refused: no degree, not last, or of a blank', (typed) => {
    expect(readLetters(typed, { choices, certainty: 3 })).toEqual({ fault: 'certainty' })
  })
  it.each(['b2', '1'])('%j is refused where the question asks none', (typed) => {
    expect(readLetters(typed, { choices })).toEqual({ fault: 'certainty' })
  })
  it('comes back as it was typed', () => {
    expect(lettersOf(['c2', 'c3', '~3'], four)).toBe('AD3')
  })
})

describe('a whole sheet', () => {
  const paper = [
    { id: 'q1', choices },
    { id: 'q2', choices: [{ id: 'vrai' }, { id: 'faux' }] },
  ]
  it('answers every question of the copy, blank where nothing was typed', () => {
    expect(readPaper(paper, { q2: 'b' })).toEqual({
      answers: [
        { questionId: 'q1', choices: [] },
        { questionId: 'q2', choices: ['faux'] },
      ],
    })
  })
  it('says which question has a letter it does not offer or a figure it does not ask, and which is of another copy', () => {
    const fault = (letters: PaperLetters) => readPaper(paper, letters)
    expect(fault({ q1: 'a', q2: 'c' })).toEqual({
      fault: { questionId: 'q2', position: 2, typed: 'c', why: 'letter' },
    })
    expect(fault({ q1: 'a1' })).toEqual({ fault: { questionId: 'q1', position: 1, typed: 'a1', why: 'certainty' } })
    expect(fault({ q9: 'a' })).toEqual({ fault: { questionId: 'q9', typed: 'a', why: 'question' } })
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
