import { describe, expect, it } from 'vitest'
import {
  differences,
  findCopies,
  type KeyPress,
  type ListedCopy,
  type PaperCopyQuestion,
  press,
  recapOf,
  type Typing,
  writeWords,
} from '#web/grading/paper-typing.ts'

const questions = [
  { id: 'q1', isSingle: true, choiceCount: 4 },
  { id: 'q2', isSingle: false, choiceCount: 5 },
  { id: 'q3', isSingle: true, choiceCount: 2 },
]
const empty: Typing = { letters: {}, at: 0, past: [], fault: null }
const nothing = { answered: 0, blank: [], untyped: [], several: [], unsaid: [] }
const type = (keys: (string | KeyPress)[], from: Typing = empty, asked: readonly PaperCopyQuestion[] = questions) =>
  keys.reduce<Typing>((typing, key) => press(typing, typeof key === 'string' ? { key } : key, asked), from)

describe('a sheet typed without leaving the keyboard', () => {
  it('is a letter where one answer is asked, letters and Enter where several are, then the button', () => {
    const typing = type(['a', 'd', 'b', 'Enter', 'B'])
    expect(typing).toMatchObject({ letters: { q1: 'A', q2: 'BD', q3: 'B' }, at: 3 })
    expect(recapOf(typing.letters, questions)).toEqual({ ...nothing, answered: 3 })
  })
  it('has a blank by Space, told from what was never typed', () => {
    const typing = type([' ', 'a', ' '])
    expect(typing).toMatchObject({ letters: { q1: '', q2: 'A' }, at: 2 })
    expect(recapOf(typing.letters, questions)).toEqual({ ...nothing, answered: 1, blank: [1], untyped: [3] })
  })
  it('keeps a second box on a single answer when Shift says so, and shows it', () => {
    const typing = type(['a', 'ArrowUp', { key: 'C', shift: true }])
    expect(typing).toMatchObject({ letters: { q1: 'AC' }, at: 0 })
    expect(recapOf(typing.letters, questions).several).toEqual([1])
  })
  it('is a letter for each part of a question that has some, a dash where nothing was chosen, then the next', () => {
    const asked = [{ id: 'gaps', isSingle: true, choiceCount: 5, partCounts: [3, 2, 3] }, ...questions]
    const typing = type(['b', 'c', '-', 'C', 'a'], empty, asked)
    expect(typing).toMatchObject({ letters: { gaps: 'B-C', q1: 'A' }, at: 2 })
    expect(type(['b', 'c'], empty, asked).fault).toEqual({ at: 0, key: 'C', why: 'letter' })
    expect(recapOf(typing.letters, asked).several).toEqual([])
  })
  it('leaves the words of an answer to its field', () => {
    const asked = [{ id: 'words', isSingle: true, choiceCount: 0, isTyped: true }, ...questions]
    expect(type(['k'], empty, asked)).toBe(empty)
    const typing = writeWords(empty, { at: 0, words: 'kubectl get', id: 'words' })
    expect(type(['Enter'], typing, asked)).toMatchObject({ letters: { words: 'kubectl get' }, at: 1 })
  })
  it('refuses a letter the question does not offer, and stays there', () => {
    const typing = type(['a', ' ', 'c'])
    expect(typing).toMatchObject({ at: 2, fault: { at: 2, key: 'C', why: 'letter' }, letters: { q1: 'A', q2: '' } })
    expect(type(['b'], typing)).toMatchObject({ fault: null, letters: { q3: 'B' } })
  })
  it('goes back, erases and undoes, one thing at a time', () => {
    expect(type(['a', 'b', 'd', 'Backspace'])).toMatchObject({ letters: { q2: 'B' } })
    expect(type(['a', 'Backspace', 'Delete'])).toMatchObject({ letters: {}, at: 0 })
    expect(type(['a', 'b', 'b', { key: 'z', undo: true }])).toMatchObject({ letters: { q1: 'A', q2: 'B' } })
    expect(type(['a', { key: 'z', undo: true }, { key: 'z', undo: true }]).letters).toEqual({})
    expect(type(['End', 'ArrowDown', 'ArrowDown', 'x', ' ']).at).toBe(3)
    expect(type(['End', 'Home']).at).toBe(0)
  })
  it('leaves every other key to the browser', () => {
    for (const key of ['F5', 'Escape', '-', 'Shift', 'PageDown']) expect(press(empty, { key }, questions)).toBe(empty)
  })
  it('typed twice says where both differ; a blank and an untyped question are the same sheet', () => {
    expect(differences({ q1: 'A', q2: '' }, { q1: 'B' }, questions)).toEqual(['q1'])
  })
})

describe('how sure, beside the letters', () => {
  const asked = questions.map((question, at) => (at === 2 ? question : { ...question, certainty: 3 }))
  const sure = (keys: (string | KeyPress)[], from: Typing = empty) => type(keys, from, asked)

  it('is a figure after the letters; a single answer then goes on to the next question', () => {
    const typing = sure(['b', '2', 'c', 'a', '3', 'Enter', 'B'])
    expect(typing).toMatchObject({ letters: { q1: 'B2', q2: 'AC3', q3: 'B' }, at: 3 })
    expect(recapOf(typing.letters, asked)).toEqual({ ...nothing, answered: 3 })
  })
  it('stays when the letters change, is replaced by another, and goes with the last letter or the erasing key', () => {
    expect(sure(['b', '2', 'ArrowUp', 'c']).letters).toEqual({ q1: 'C2' })
    expect(sure(['b', '2', 'ArrowUp', '3']).letters).toEqual({ q1: 'B3' })
    expect(sure(['End', 'ArrowUp', 'd', '1', 'b']).letters).toEqual({ q2: 'BD1' })
    expect(sure(['End', 'ArrowUp', 'd', '1', 'd']).letters).toEqual({ q2: '' })
    expect(sure(['End', 'ArrowUp', 'd', '1', 'Backspace']).letters).toEqual({ q2: 'D' })
  })
  it('not said is shown at the last look, and is no second box', () => {
    const typing = sure(['b', 'Enter', 'a', '1', 'Enter', 'a'])
    expect(recapOf(typing.letters, asked)).toEqual({ ...nothing, answered: 3, unsaid: [1] })
    expect(recapOf(sure(['b', '2']).letters, asked).several).toEqual([])
  })
  it('is refused, saying why, without letters, beyond the degrees, and where none is asked', () => {
    expect(sure(['2'])).toMatchObject({ letters: {}, at: 0, fault: { at: 0, key: '2', why: 'alone' } })
    for (const key of ['0', '4']) {
      expect(sure(['b', key])).toMatchObject({ letters: { q1: 'B' }, at: 0, fault: { at: 0, key, why: 'degree' } })
    }
    expect(sure(['End', '2'])).toMatchObject({ letters: {}, at: 2, fault: { at: 2, key: '2', why: 'notAsked' } })
  })
})

describe('the copy a hand looks for', () => {
  const copy = (own: Partial<ListedCopy>): ListedCopy => ({
    ...{ attemptId: '', code: 'QEF060', familyName: 'Lefèvre', givenName: 'Chloé', number: '00016', group: 'A' },
    ...{ state: 'waiting', questionCount: 3, typedCount: 0, byName: '' },
    ...own,
  })
  const copies = [copy({}), copy({ code: 'A1B2C3', familyName: 'N’Diaye', givenName: 'Fatou', number: '16' })]
  it.each([
    ['qef-060', ['Lefèvre']],
    ['16', ['N’Diaye']],
    ['lefevre c', ['Lefèvre']],
    ['', ['Lefèvre', 'N’Diaye']],
    ['zz', []],
  ])('%j', (sought, expected) => {
    expect(findCopies(copies, sought).map(({ familyName }) => familyName)).toEqual(expected)
  })
})
