import { describe, expect, test } from 'vitest'
import { parseAmcParameters } from '#core/scoring/amc.ts'
import type { AmcParameters, ScoringInput } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'

const choicesOf = (ids: string, key: string) => [...ids].map((id) => ({ id, correct: key.includes(id) }))
const parameters = (text: string): AmcParameters => {
  const { parameters: read, unread } = parseAmcParameters(text)
  expect(unread).toEqual([])
  return read
}

/** AMC's own points and its best score, as the working says them. */
function amc(text: string, input: Pick<ScoringInput, 'type' | 'choices'>, ticked: string) {
  const scale = { kind: 'amc', single: parameters(text), multiple: parameters(text) } as const
  const { outcome, working } = scoreQuestion({ ...input, scale, ticked: [...ticked], points: 100 })
  return { outcome, score: working.values.score, best: working.values.best, fraction: working.values.fraction }
}

const multiple = { type: 'multiple', choices: choicesOf('abcde', 'ab') } as const
const single = { type: 'single', choices: choicesOf('abcd', 'a') } as const

test.each([
  // e=0, v=0, b=1, m=0: one point for each box in the right state.
  { text: '', ticked: 'ab', score: '5', best: '5' },
  { text: '', ticked: 'abc', score: '4', best: '5' },
  { text: '', ticked: 'cde', score: '0', best: '5' },
  { text: '', ticked: '', score: '0', best: '5' },
  { text: 'b=1,m=-1,p=0', ticked: 'ac', score: '1', best: '5' },
  { text: 'b=1,m=-1,p=0', ticked: 'cde', score: '0', best: '5' },
  { text: 'b=1,m=-1', ticked: 'cde', score: '-5', best: '5' },
  { text: 'm=-1000', ticked: 'cde', score: '-100', best: '5' },
  { text: 'd=-3', ticked: 'a', score: '1', best: '2' },
  { text: 'haut=2', ticked: 'ab', score: '2', best: '2' },
  { text: 'haut=2', ticked: 'a', score: '1', best: '2' },
  { text: 'haut=2', ticked: 'ac', score: '0', best: '2' },
  { text: 'haut=2', ticked: 'cde', score: '0', best: '2' },
  { text: 'haut=2,p=-1', ticked: 'cde', score: '-1', best: '2' },
  { text: 'haut=0', ticked: 'a', score: '4', best: '5' },
  { text: 'mz=3', ticked: 'ab', score: '3', best: '3' },
  { text: 'mz=3', ticked: 'a', score: '0', best: '3' },
  { text: 'mz=3,p=-1', ticked: 'a', score: '-1', best: '3' },
  { text: 'mz=3,haut=2', ticked: 'a', score: '1', best: '2' },
  { text: 'mz=0', ticked: 'a', score: '4', best: '5' },
  { text: 'haut=2,MAX=4', ticked: 'ab', score: '2', best: '4' },
  { text: 'v=-0,5', ticked: 'ab', score: '5', best: '5', isFrench: true },
  { text: 'v=-0.5', ticked: '', score: '-1/2', best: '5' },
])('multiple response, « $text », ticking "$ticked": $score of $best', ({ text, ticked, score, best, isFrench }) => {
  // A comma parts AMC's directives: a decimal comma is not AMC's writing, and `5` is then unread.
  if (isFrench) return expect(parseAmcParameters(text)).toEqual({ parameters: { v: '-0' }, unread: ['5'] })
  expect(amc(text, multiple, ticked)).toMatchObject({ score, best })
})

test.each([
  { text: '', ticked: 'a', score: '1', best: '1', outcome: 'right' },
  { text: '', ticked: 'b', score: '0', best: '1', outcome: 'wrong' },
  { text: 'b=2,m=-1,v=-0.5,e=-2', ticked: 'a', score: '2', best: '2', outcome: 'right' },
  { text: 'b=2,m=-1,v=-0.5,e=-2', ticked: 'b', score: '-1', best: '2', outcome: 'wrong' },
  { text: 'b=2,m=-1,v=-0.5,e=-2', ticked: '', score: '-1/2', best: '2', outcome: 'blank' },
  { text: 'b=2,m=-1,v=-0.5,e=-2', ticked: 'ab', score: '-2', best: '2', outcome: 'invalid' },
  { text: 'b=2,m=-1,v=-0.5,e=-2', ticked: '?', score: '-1/2', best: '2', outcome: 'invalid' },
  { text: 'mz=3,m=-1', ticked: 'a', score: '3', best: '3', outcome: 'right' },
  { text: 'mz=3,m=-1', ticked: 'b', score: '-1', best: '3', outcome: 'wrong' },
  { text: 'haut=2,d=5,p=4', ticked: 'b', score: '0', best: '1', outcome: 'wrong' },
])('single choice, « $text », ticking "$ticked": $score of $best', ({ text, ticked, score, best, outcome }) => {
  expect(amc(text, single, ticked)).toMatchObject({ score, best, outcome })
})

test('AMC points become a share of the question', () => {
  expect(amc('haut=2', multiple, 'a')).toMatchObject({ fraction: '1/2', outcome: 'partial' })
})

describe('a best score that is not above zero', () => {
  test.each(['b=0', 'MAX=0', 'd=-100'])('« %s »: nothing to earn, nothing lost', (text) => {
    const scale = { kind: 'amc', single: parameters(text), multiple: parameters(text) } as const
    const result = scoreQuestion({ ...multiple, scale, ticked: ['c'], points: 100 })
    expect(result).toMatchObject({ outcome: 'invalid', working: { code: 'no_maximum' }, maximum: { num: 0n } })
  })
})

test('what is not understood is given back', () => {
  expect(parseAmcParameters(' b = 2 , formula=NBC*2, auto=1, m , MAX=3,p=deux,')).toEqual({
    parameters: { b: '2', max: '3' },
    unread: ['formula=NBC*2', 'auto=1', 'm', 'p=deux'],
  })
})
