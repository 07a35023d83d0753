import { describe, expect, it } from 'vitest'
import { type Copy, linesOf, markCopy, newScoreCache, type Rules } from '#core/grading/marking.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'

const single = (right: string) => ({
  type: 'single' as const,
  points: 100,
  choices: ['a', 'b', 'c'].map((id) => ({ id, correct: id === right })),
})
const rules: Rules = {
  scale: { kind: 'negative', wrong: '-1/2', blank: '0' },
  markRule: { outOf: 2000, grain: 1, rounding: 'nearest', floor: 0 },
  questions: { q1: single('a'), q2: single('b') },
}
const copy = (...answers: [string, string[]][]): Copy => ({
  attemptId: 'ana',
  questionIds: ['q1', 'q2'],
  answers: new Map(answers),
})

it('a copy of blanks earns nothing, and says so line by line', () => {
  const { mark, earned, maximum, detail } = markCopy(rules, copy())
  expect({ mark, earned, maximum }).toEqual({ mark: 0, earned: '0', maximum: '200' })
  expect(detail.map(({ outcome, points }) => [outcome, points])).toEqual([
    ['blank', 100],
    ['blank', 100],
  ])
})

it('points taken away never give a mark below the floor', () => {
  expect(markCopy(rules, copy(['q1', ['c']], ['q2', ['c']]))).toMatchObject({ mark: 0, earned: '-100' })
})

it('a copy in which nothing can be earned has the lowest mark, never none', () => {
  const nothing = { ...rules, questions: { q1: { ...single('a'), points: 0 }, q2: { ...single('b'), points: 0 } } }
  expect(markCopy(nothing, copy(['q1', ['a']]))).toMatchObject({ mark: 0, maximum: '0' })
})

it('a question without rules is a fault of ours, said with its id', () => {
  expect(() => markCopy(rules, { ...copy(), questionIds: ['q9'] })).toThrow('question q9')
})

it('the lines alone are those of the whole marking', () => {
  const answered = copy(['q1', ['a']], ['q2', ['a', 'b']])
  expect(linesOf(rules, answered, newScoreCache())).toEqual(markCopy(rules, answered).detail)
})

describe('a promise and a hand', () => {
  it('the promise lifts a mark, and never lowers one', () => {
    const half = copy(['q1', ['a']])
    expect(markCopy({ ...rules, kept: { ana: 1500 } }, half).mark).toBe(1500)
    expect(markCopy({ ...rules, kept: { ana: 500 } }, half).mark).toBe(1000)
  })

  it('what is added by hand comes after, inside the scale', () => {
    const by = (hundredths: number) => ({ ana: { by: hundredths, reason: 'oral', byName: 'Nadia' } })
    const half = copy(['q1', ['a']])
    expect(markCopy({ ...rules, adjustments: by(150) }, half).mark).toBe(1150)
    expect(markCopy({ ...rules, adjustments: by(-5000) }, half).mark).toBe(0)
    const { floor: _, ...markRule } = rules.markRule
    expect(markCopy({ ...rules, markRule, adjustments: by(-5000) }, half).mark).toBe(0)
    expect(markCopy({ ...rules, adjustments: by(5000), kept: { ana: 1500 } }, half).mark).toBe(2000)
  })
})

it('what neutralises a question for all gives its points to blanks too; what removes it takes it out of the total', () => {
  const first = (neutral: 'full' | 'removed') => ({
    ...rules,
    questions: { ...rules.questions, q1: { ...single('a'), neutral } },
  })
  expect(markCopy(first('full'), copy(['q2', ['b']]))).toMatchObject({ earned: '200', maximum: '200' })
  expect(markCopy(first('removed'), copy(['q2', ['b']]))).toMatchObject({ mark: 2000, maximum: '100' })
  expect(markCopy(first('full'), copy()).detail[0]?.working.code).toBe('neutral_full')
})

it('a question that has its own scale is marked by it, the others by the exam’s', () => {
  const own = {
    ...rules,
    questions: { ...rules.questions, q2: { ...single('b'), scale: { kind: 'coverage' as const } } },
  }
  const { detail } = markCopy(own, copy(['q1', ['b']], ['q2', ['a']]))
  expect(detail.map(({ earned }) => earned)).toEqual(['-50', '0'])
})

describe('a certainty said with the answer', () => {
  const sure: Rules = { ...rules, scale: { kind: 'certainty', levels: gardnerMedwin } }

  it('weighs the answer, and is no choice of it', () => {
    const { detail } = markCopy(sure, copy(['q1', ['a', '~3']], ['q2', ['a', '~2']]))
    expect(detail.map(({ earned, outcome, working }) => [earned, outcome, working.values.level])).toEqual([
      ['100', 'right', 3],
      ['-200/3', 'wrong', 2],
    ])
    expect(detail[0]?.working.values.unknown).toBeUndefined()
  })

  it('changes nothing under a scale that does not read it, nor on a blank', () => {
    const silent = markCopy(rules, copy(['q1', ['a']], ['q2', ['a']]))
    expect(markCopy(rules, copy(['q1', ['a', '~3']], ['q2', ['~1', 'a']]))).toEqual(silent)
    expect(markCopy(sure, copy(['q1', ['~3']])).detail[0]?.outcome).toBe('blank')
  })
})
