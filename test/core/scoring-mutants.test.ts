import { describe, expect, it } from 'vitest'
import { rationalText } from '#core/rational.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import { faultsOfScale } from '#core/scoring/faults.ts'
import { expectedOfRandomPlayer, expectedOfRobot } from '#core/scoring/robots.ts'
import type { Scale, ScoringInput } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'
import { meanInterval } from '#core/statistics/intervals.ts'
import { examStatistics } from '#core/statistics/statistics.ts'

// What breaking the rules on purpose (npm run mutation) had shown that no test noticed.

const choices = ['a', 'b', 'c', 'd'].map((id) => ({ id, correct: id === 'a' || id === 'b', weight: '1/2' }))
const asked = (scale: Scale, change: Partial<ScoringInput> = {}): ScoringInput => ({
  type: 'multiple',
  choices,
  ticked: ['a', 'c'],
  points: 100,
  scale,
  ...change,
})

describe('each scale names itself in its working: the sentence a student reads depends on it', () => {
  it.each<[Scale, string]>([
    [{ kind: 'all_or_nothing' }, 'right_or_wrong'],
    [{ kind: 'right_minus_wrong', floorAtZero: true }, 'right_minus_wrong'],
    [{ kind: 'balanced', floorAtZero: true }, 'balanced'],
    [{ kind: 'coverage' }, 'coverage'],
    [{ kind: 'each_choice' }, 'each_choice'],
    [{ kind: 'choice_weights', floorAtZero: true }, 'choice_weights'],
    [{ kind: 'negative', wrong: '-1/4', blank: '0' }, 'negative'],
    [{ kind: 'discordance' }, 'discordance'],
    [{ kind: 'coherences' }, 'coherences'],
    [{ kind: 'amc', single: {}, multiple: {} }, 'amc'],
    [{ kind: 'certainty', levels: gardnerMedwin }, 'certainty'],
  ])('%o', (scale, code) => {
    expect(scoreQuestion(asked(scale)).working.code).toBe(code)
  })
})

it('a wrong answer that costs nothing is a scale, one that pays is not', () => {
  expect(faultsOfScale({ kind: 'negative', wrong: '0', blank: '0' })).toEqual([])
  expect(faultsOfScale({ kind: 'negative', wrong: '1/100', blank: '0' })).toEqual(['penalty_gives_points'])
})

it('who ticks everything leaves a single choice blank, even where two ticks cost more than none', () => {
  const scale: Scale = { kind: 'amc', single: { e: '-1', v: '0' }, multiple: {} }
  const earned = expectedOfRobot('tick_all', { ...asked(scale), type: 'single' })
  expect(earned && rationalText(earned)).toBe('0')
})

it('who takes the longest does not count the spaces around it', () => {
  const texts = ['court      ', 'le plus long', 'bref', 'non']
  const spaced = choices.map((choice, index) => ({ ...choice, correct: index === 1, text: texts[index] }))
  const earned = expectedOfRobot('longest', { ...asked({ kind: 'all_or_nothing' }), type: 'single', choices: spaced })
  expect(earned && rationalText(earned)).toBe('100')
})

it('sixteen choices are still enumerated, seventeen are not', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `${index}`, correct: index === 0 }))
  const guess = (count: number) => expectedOfRandomPlayer({ ...asked({ kind: 'coherences' }), choices: many(count) })
  expect(guess(16)).not.toBeNull()
  expect(guess(17)).toBeNull()
}, 60_000)

it('gives Student’s quantile to every term of its expansion', () => {
  // Cornish and Fisher to the third order, worked out apart: 2.262157 is tabled for nine degrees of freedom.
  const half = (meanInterval(0, Math.sqrt(10), 10)?.high ?? 0) / 1
  expect(half).toBeCloseTo(2.261901305356717, 12)
})

it('has no interval where there is no figure', () => {
  const item = { id: 'q', maximum: 1, choices: [], isSingle: true }
  const nobody = examStatistics({ items: [item], responses: [] })
  expect(nobody).toMatchObject({ meanInterval: null, alphaInterval: null })
  expect(nobody.items[0]).toMatchObject({ facilityInterval: null, itemRestInterval: null })
  const all = [1, 0, 1].map((mark) => [{ mark, isBlank: mark === 0 }])
  expect(examStatistics({ items: [item], responses: all }).n).toBe(3)
})

describe('the worked example of docs/scoring.md: A B C are right among five, A B D are ticked', () => {
  const weights: Record<string, string> = { a: '1/3', b: '1/3', c: '1/3', d: '-1/2', e: '-1/2' }
  const five = [...'abcde'].map((id) => ({ id, correct: 'abc'.includes(id), weight: weights[id] }))

  it.each<[Scale, string]>([
    [{ kind: 'all_or_nothing' }, '0'],
    [{ kind: 'right_minus_wrong', floorAtZero: true }, '1/3'],
    [{ kind: 'balanced', floorAtZero: true }, '1/6'],
    [{ kind: 'coverage' }, '4/9'],
    [{ kind: 'each_choice' }, '3/5'],
    [{ kind: 'choice_weights', floorAtZero: true }, '1/6'],
    [{ kind: 'negative', wrong: '-1/4', blank: '0' }, '-1/4'],
    [{ kind: 'discordance' }, '1/5'],
    [{ kind: 'coherences' }, '1/5'],
    [{ kind: 'amc', single: {}, multiple: { haut: '2' } }, '0'],
  ])('%o', (scale, fraction) => {
    const { working } = scoreQuestion(asked(scale, { choices: five, ticked: ['a', 'b', 'd'] }))
    expect(working.values['fraction']).toBe(fraction)
  })
})

it('a single choice takes AMC’s parameters for single choices, not those for several', () => {
  const scale: Scale = { kind: 'amc', single: { b: '2', m: '-1' }, multiple: { b: '1', m: '0' } }
  const one = choices.map((choice) => ({ ...choice, correct: choice.id === 'a' }))
  const { working } = scoreQuestion(asked(scale, { type: 'single', choices: one, ticked: ['c'] }))
  expect(working.values['fraction']).toBe('-1/2')
})

describe('intervals go with their figure', () => {
  const items = ['p', 'q', 'same', 'nothing'].map((id) => ({
    id,
    maximum: id === 'nothing' ? 0 : 1,
    choices: [],
    isSingle: true,
  }))
  const responses = Array.from({ length: 30 }, (_, student) =>
    [student % 2, student % 3 === 0 ? 1 : student % 2, 1, 0].map((mark) => ({ mark, isBlank: false })),
  )
  const statistics = examStatistics({ items, responses })

  it('alpha has one', () => {
    expect(statistics.alpha.value).not.toBeNull()
    expect(statistics.alphaInterval?.low).toBeLessThan(statistics.alpha.value ?? 0)
    expect(statistics.alphaInterval?.high).toBeGreaterThan(statistics.alpha.value ?? 0)
  })

  it('an item everybody finds has no discrimination, so no interval; one worth nothing has no facility', () => {
    expect(statistics.items[2]).toMatchObject({ itemRest: { value: null }, itemRestInterval: null })
    expect(statistics.items[3]).toMatchObject({ facility: { value: null }, facilityInterval: null })
    expect(statistics.items[0]?.itemRestInterval).not.toBeNull()
  })
})

it('an AMC scale that can bring nothing is not beyond its maximum: it has none', () => {
  const nothing = { b: '0', m: '-1' }
  expect(faultsOfScale({ kind: 'amc', single: nothing, multiple: nothing })).toEqual([])
})
