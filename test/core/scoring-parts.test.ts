import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { OrderingCredit, QuestionType } from '#core/questions/question.ts'
import { compare, rational, rationalText, zero } from '#core/rational.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import { scaleFitsType } from '#core/scoring/fits-type.ts'
import {
  expectedOfPreparedPlayer,
  expectedOfRandomPlayer,
  expectedOfRobot,
  fullAnswerTo,
} from '#core/scoring/robots.ts'
import type { Scale, ScoredChoice, ScoringInput } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'

const letters = 'abcdefgh'
/** `['a', 'c']`: two parts, whose right options are a and c, among `options`. */
const partsKeyed = (keys: readonly string[], options = 'abcd'): ScoredChoice[] =>
  keys.flatMap((key, part) =>
    [...options].map((option) => ({
      id: `${part + 1}${option}`,
      part: `${part + 1}`,
      option,
      correct: key.includes(option),
    })),
  )
const partial: Scale = { kind: 'right_minus_wrong', floorAtZero: true }
const each: Scale = { kind: 'each_choice' }
const score = (input: Partial<ScoringInput>) =>
  scoreQuestion({
    type: 'cloze',
    choices: partsKeyed(['a', 'b', 'c', 'd']),
    ticked: null,
    points: 100,
    scale: each,
    ...input,
  })
const fraction = (input: Partial<ScoringInput>) => rationalText(scoreQuestion({ ...whole, ...input, points: 1 }).earned)
const whole: ScoringInput = {
  type: 'cloze',
  choices: partsKeyed(['a', 'b', 'c', 'd']),
  ticked: null,
  points: 1,
  scale: each,
}

describe('a text of four gaps', () => {
  const two = ['1a', '2b']
  const twoAndWrong = ['1a', '2b', '3a']
  it.each<[Scale, string[], string]>([
    [{ kind: 'all_or_nothing' }, ['1a', '2b', '3c', '4d'], '1'],
    [{ kind: 'all_or_nothing' }, ['1a', '2b', '3c'], '0'],
    [each, two, '1/2'],
    [each, twoAndWrong, '1/2'],
    [partial, two, '1/2'],
    [partial, twoAndWrong, '1/4'],
    [partial, ['1b'], '0'],
    [{ kind: 'right_minus_wrong', floorAtZero: false }, ['1b'], '-1/4'],
    [{ kind: 'balanced', floorAtZero: false }, twoAndWrong, '5/12'],
    [{ kind: 'balanced', floorAtZero: true }, ['1b'], '0'],
    [{ kind: 'coverage' }, twoAndWrong, '1/3'],
    [{ kind: 'choice_weights', floorAtZero: true }, twoAndWrong, '1/2'],
    [{ kind: 'negative', wrong: '-1/3', blank: '0' }, twoAndWrong, '-1/3'],
    [{ kind: 'negative', wrong: '-1/3', blank: '0' }, ['1a', '2b', '3c', '4d'], '1'],
    // Refused when an exam is composed: right or wrong, should one reach a marking.
    [{ kind: 'amc', single: {}, multiple: {} }, two, '0'],
    [{ kind: 'discordance' }, ['1a', '2b', '3c', '4d'], '1'],
    [{ kind: 'coherences' }, two, '0'],
  ])('%o, %o: %s', (scale, ticked, earned) => {
    expect(fraction({ scale, ticked })).toBe(earned)
  })

  it('is weighed whole by certainty', () => {
    const scale: Scale = { kind: 'certainty', levels: gardnerMedwin }
    expect(fraction({ scale, ticked: ['1a', '2b', '3c', '4d'], certainty: 3 })).toBe('1')
    expect(fraction({ scale, ticked: two, certainty: 3 })).toBe('-2')
  })

  it('says how it was marked', () => {
    expect(score({ ticked: twoAndWrong })).toMatchObject({
      outcome: 'partial',
      working: { code: 'parts', values: { right: 4, rightTicked: 2, wrongTicked: 1, fraction: '1/2' } },
    })
    expect(score({ ticked: ['1b'] }).outcome).toBe('wrong')
    expect(score({ ticked: [] })).toMatchObject({ outcome: 'blank', working: { code: 'blank' } })
    expect(score({ ticked: ['z', 'z'] })).toMatchObject({
      outcome: 'invalid',
      working: { code: 'only_unknown', values: { unknown: 1 } },
    })
    expect(score({ ticked: ['1a', '1b', '2b'] })).toMatchObject({
      outcome: 'invalid',
      working: { code: 'several_ticked' },
    })
  })

  it('accepts any right option of a gap, once a correction added one', () => {
    const choices = partsKeyed(['ab', 'c'])
    expect(
      [
        ['1a', '2c'],
        ['1b', '2c'],
        ['1c', '2c'],
      ].map((ticked) => fraction({ choices, ticked })),
    ).toEqual(['1', '1', '1/2'])
    expect(score({ choices, ticked: ['1a', '1b', '2c'] }).outcome).toBe('invalid')
  })

  it('leaves out a gap that was neutralised, answered or not', () => {
    const choices = partsKeyed(['a', '', 'c'])
    expect(
      [
        ['1a', '3c'],
        ['1a', '2b', '3c'],
        ['1a', '2b', '2c', '3c'],
      ].map((ticked) => score({ choices, ticked }).outcome),
    ).toEqual(Array(3).fill('right'))
    expect(fraction({ choices, ticked: ['1a'] })).toBe('1/2')
    expect(score({ choices, ticked: ['2b'] }).outcome).toBe('blank')
    expect(score({ choices: partsKeyed(['', '']), ticked: ['1a'] })).toMatchObject({ working: { code: 'no_key' } })
    // Nothing can be wrong in a gap whose options are all right.
    expect(
      fraction({ choices: partsKeyed(['ab'], 'ab'), ticked: ['1b'], scale: { kind: 'balanced', floorAtZero: false } }),
    ).toBe('1')
  })

  it('adds weights, as QTI adds those of a mapping, within its bounds', () => {
    const choices = partsKeyed(['a', 'b'], 'ab').map((choice) => ({
      ...choice,
      weight: choice.correct ? '3/4' : '-1/4',
    }))
    const scale: Scale = { kind: 'choice_weights', floorAtZero: true }
    expect(
      [['1a'], ['1a', '2b'], ['1a', '2a'], ['1b', '2a']].map((ticked) => fraction({ choices, ticked, scale })),
    ).toEqual(['3/4', '1', '1/2', '0'])
  })
})

describe('Moodle, ordering of six items', () => {
  const order = [...'abcdef']
  const choices = partsKeyed(order, 'abcdef')
  /** `fedcba`: the item at each place. */
  const ordered = (items: string, credit: OrderingCredit, scale: Scale = each) =>
    fraction({
      type: 'ordering',
      choices,
      partial: credit,
      scale,
      ticked: [...items].map((item, place) => `${place + 1}${item}`),
    })

  it.each<[string, OrderingCredit, string]>([
    ['abcdef', 'exact', '1'],
    ['fedcba', 'exact', '0'],
    ['cbdefa', 'exact', '0'],
    ['abcdef', 'places', '1'],
    ['fedcba', 'places', '0'],
    ['fbcdea', 'places', '2/3'],
    ['cbdefa', 'places', '1/6'],
    ['abcdef', 'pairs', '1'],
    ['fedcba', 'pairs', '0'],
    ['cbdefa', 'pairs', '3/5'],
    ['bcdefa', 'pairs', '2/3'],
    ['abcdef', 'longest_run', '1'],
    ['fedcba', 'longest_run', '0'],
    ['bcdefa', 'longest_run', '5/6'],
    ['defabc', 'longest_run', '1/2'],
    ['acbedf', 'longest_run', '0'],
  ])('%s, %s: %s', (items, credit, earned) => {
    expect(ordered(items, credit)).toBe(earned)
  })

  it('has the same credit under every scale that gives a part of the points, but by places', () => {
    const floored: Scale = { kind: 'right_minus_wrong', floorAtZero: false }
    expect([ordered('bcdefa', 'pairs', floored), ordered('bcdefa', 'places', floored)]).toEqual(['2/3', '-1'])
    expect(ordered('bcdefa', 'pairs', { kind: 'all_or_nothing' })).toBe('0')
    expect(ordered('abcdef', 'pairs', { kind: 'negative', wrong: '-1/2', blank: '0' })).toBe('1')
  })

  it('counts places left empty as neither before nor after', () => {
    const some = (ticked: string[], credit: OrderingCredit) =>
      fraction({ type: 'ordering', choices, partial: credit, ticked })
    expect(some(['1a', '3b'], 'pairs')).toBe('1/15')
    expect(some(['1a', '2b', '4c', '5d', '6e'], 'longest_run')).toBe('1/2')
    expect(some(['1b', '3a'], 'longest_run')).toBe('0')
    const unknown = [...choices, { id: '1z', part: '1', option: 'z', correct: false }]
    expect(fraction({ type: 'ordering', choices: unknown, partial: 'pairs', ticked: ['1z', '2b'] })).toBe('0')
  })

  it('says pairs and runs', () => {
    const ticked = [...'bcdefa'].map((item, place) => `${place + 1}${item}`)
    const said = (credit: OrderingCredit) => score({ type: 'ordering', choices, partial: credit, ticked }).working
    expect(said('pairs')).toMatchObject({ code: 'pairs', values: { inOrder: 10, pairs: 15 } })
    expect(said('longest_run')).toMatchObject({ code: 'longest_run', values: { run: 5, items: 6 } })
    expect(said('exact')).toMatchObject({ code: 'right_or_wrong' })
  })
})

describe('an exact answer', () => {
  const choices: ScoredChoice[] = [
    { id: 'a', text: 'kubectl get pods', correct: false, weight: '1/2' },
    { id: 'b', text: 'kubectl get pods -A', correct: true, weight: '1' },
  ]
  const typed = (said: string[] | null, scale: Scale = { kind: 'all_or_nothing' }, more: Partial<ScoringInput> = {}) =>
    fraction({ type: 'exact_answer', choices, ticked: said, scale, ...more })

  it('is right, foreseen, or neither', () => {
    expect([['=Kubectl  get pods -A'], ['=kubectl get pods'], ['=rien']].map((said) => typed(said))).toEqual([
      '1',
      '0',
      '0',
    ])
    expect(typed(['=Kubectl get pods -A'], undefined, { typed: { kind: 'text', case: true } })).toBe('0')
    expect(typed(['=kubectl get pods'], { kind: 'choice_weights', floorAtZero: true })).toBe('1/2')
    expect(typed(['=rien'], { kind: 'choice_weights', floorAtZero: true })).toBe('0')
  })

  it('is an accepted answer before a foreseen one that is as near', () => {
    const near = [
      { id: 'a', text: '10', correct: false },
      { id: 'b', text: '11', correct: true },
    ]
    expect(typed(['=10,5'], undefined, { choices: near, typed: { kind: 'number', tolerance: '1' } })).toBe('1')
    expect(typed(['=10,5'], undefined, { choices: [{ id: 'c', correct: true }, ...near] })).toBe('0')
  })

  it('loses what a wrong single choice loses, but for guessing, which nobody does', () => {
    expect(typed(['=rien'], { kind: 'right_minus_wrong', floorAtZero: false })).toBe('-1')
    expect(typed(['=rien'], { kind: 'balanced', floorAtZero: false })).toBe('0')
    expect(typed(['=kubectl get pods -A'], { kind: 'balanced', floorAtZero: false })).toBe('1')
    expect(typed(['=rien'], { kind: 'negative', wrong: '-1/3', blank: '0' })).toBe('-1/3')
    expect(typed(['=rien'], { kind: 'amc', single: { m: '-1' }, multiple: {} })).toBe('-1')
    expect(typed(['=kubectl get pods -A'], { kind: 'discordance' })).toBe('1')
  })

  it('is blank when nothing was typed, and invalid when it was not typed', () => {
    const outcome = (ticked: string[] | null) =>
      scoreQuestion({ ...whole, type: 'exact_answer', choices, ticked }).outcome
    expect([null, [], ['='], ['=  ']].map(outcome)).toEqual(Array(4).fill('blank'))
    expect(outcome(['b'])).toBe('invalid')
    expect(outcome(['=kubectl get pods -A', 'b'])).toBe('right')
  })
})

describe('players who know nothing', () => {
  const text = (value: ReturnType<typeof expectedOfRandomPlayer>) => (value === null ? null : rationalText(value))
  const cloze = { ...whole, points: 100 }
  const ordering = { ...cloze, type: 'ordering' as QuestionType, choices: partsKeyed([...'abcd']) }
  const free: Scale = { kind: 'balanced', floorAtZero: false }

  test('a gap of four is worth a quarter at random, and nothing once corrected for guessing', () => {
    expect(text(expectedOfRandomPlayer(cloze))).toBe('25')
    expect(text(expectedOfRandomPlayer({ ...cloze, scale: { kind: 'all_or_nothing' } }))).toBe('25/64')
    expect(text(expectedOfRandomPlayer({ ...cloze, scale: free }))).toBe('0')
    expect(text(expectedOfRandomPlayer({ ...cloze, choices: partsKeyed(['ab', 'a'], 'ab') }))).toBe('75')
  })

  test('one item of an ordering is at its place on average, and half the pairs in order', () => {
    const credit = (partial?: OrderingCredit) => text(expectedOfRandomPlayer({ ...ordering, partial }))
    expect([credit(), credit('places'), credit('pairs'), credit('exact')]).toEqual(['25', '25', '50', '25/6'])
    expect(text(expectedOfRandomPlayer({ ...ordering, scale: free }))).toBe('0')
    // Of 24 permutations of four: one has a run of four, two of three and ten of two.
    expect(credit('longest_run')).toBe(text(rational(100 * (4 + 3 * longestThree + 2 * longestTwo), 24 * 4)))
  })

  test('weights are enumerated, up to a bound', () => {
    const weights = (parts: number) =>
      partsKeyed(Array(parts).fill('a')).map((choice) => ({ ...choice, weight: choice.correct ? '1/6' : '0' }))
    const scale: Scale = { kind: 'choice_weights', floorAtZero: true }
    expect(text(expectedOfRandomPlayer({ ...cloze, choices: weights(6), scale }))).toBe('25')
    expect(expectedOfRandomPlayer({ ...cloze, choices: weights(7), scale })).toBeNull()
  })

  test('the other robots answer each part, but an ordering', () => {
    const choices = cloze.choices.map((choice) => ({ ...choice, text: choice.option === 'b' ? 'long' : '' }))
    expect(text(expectedOfRobot('longest', { ...cloze, choices }))).toBe('25')
    expect(text(expectedOfRobot('always_b', cloze))).toBe('25')
    expect(text(expectedOfRobot('tick_all', cloze))).toBe('0')
    for (const robot of ['longest', 'always_b', 'tick_all'] as const)
      expect(text(expectedOfRobot(robot, ordering))).toBe('0')
  })

  test('an answer typed at random is wrong', () => {
    const asked = { ...cloze, type: 'exact_answer' as const, choices: [{ id: 'a', text: 'ls', correct: true }] }
    expect(text(expectedOfRandomPlayer(asked))).toBe('0')
    expect(text(expectedOfRandomPlayer({ ...asked, scale: { kind: 'negative', wrong: '-1', blank: '0' } }))).toBe(
      '-100',
    )
    expect(text(expectedOfRobot('longest', { ...asked, scale: { kind: 'negative', wrong: '-1', blank: '0' } }))).toBe(
      '0',
    )
    expect(text(expectedOfPreparedPlayer(asked, rational(1, 2)))).toBe('50')
    expect(fullAnswerTo({ type: 'exact_answer', choices: [{ id: 'a', correct: true }] })).toEqual(['='])
  })

  test('who knows earns everything', () => {
    expect(text(expectedOfPreparedPlayer(cloze, rational(1)))).toBe('100')
    expect(text(expectedOfPreparedPlayer({ ...ordering, partial: 'pairs' }, rational(1)))).toBe('100')
  })
})

/** Permutations of four whose longest run of followers is three, and two, counted by hand. */
const longestThree = 2
const longestTwo = 10

test.each<[Scale['kind'], QuestionType, boolean]>([
  ['discordance', 'cloze', false],
  ['coherences', 'ordering', false],
  ['amc', 'matching', false],
  ['each_choice', 'matching', true],
  ['amc', 'exact_answer', true],
  ['discordance', 'multiple', true],
])('%s on %s: %s', (kind, type, fits) => {
  expect(scaleFitsType({ kind }, type)).toBe(fits)
})

const lenient: Scale[] = [
  { kind: 'all_or_nothing' },
  partial,
  { kind: 'balanced', floorAtZero: true },
  { kind: 'coverage' },
  each,
  { kind: 'choice_weights', floorAtZero: true },
]
const severe: Scale[] = [
  { kind: 'right_minus_wrong', floorAtZero: false },
  { kind: 'balanced', floorAtZero: false },
  { kind: 'negative', wrong: '-1/3', blank: '0' },
  { kind: 'certainty', levels: gardnerMedwin },
]
const credits: OrderingCredit[] = ['exact', 'places', 'pairs', 'longest_run']

describe('whatever the answer', () => {
  const anyKeys = fc.array(fc.constantFrom(...'abcd'), { minLength: 1, maxLength: 8 })
  const anyAnswer = anyKeys.chain((keys) =>
    fc
      .tuple(...keys.map((_, part) => fc.option(fc.constantFrom(...'abcd').map((option) => `${part + 1}${option}`))))
      .map((ticked) => ({ choices: partsKeyed(keys), ticked: ticked.flatMap((id) => id ?? []) })),
  )
  const anyOrder = fc.integer({ min: 3, max: 8 }).chain((count) =>
    fc.record({
      items: fc.shuffledSubarray([...letters.slice(0, count)], { minLength: count }),
      choices: fc.constant(partsKeyed([...letters.slice(0, count)], letters.slice(0, count))),
      partial: fc.constantFrom(...credits),
    }),
  )
  const anyScale = fc.constantFrom(...lenient, ...severe)

  test('a full right answer earns everything, a blank what a blank earns', () => {
    fc.assert(
      fc.property(anyAnswer, anyScale, ({ choices }, scale) => {
        const ticked = fullAnswerTo({ type: 'matching', choices })
        const best = scoreQuestion({ ...whole, type: 'matching', choices, ticked, points: 60, scale, certainty: 3 })
        expect([rationalText(best.earned), best.outcome]).toEqual(['60', 'right'])
        expect(scoreQuestion({ ...whole, choices, ticked: [], points: 60, scale })).toMatchObject({
          earned: zero,
          outcome: 'blank',
        })
      }),
    )
  })

  test('no answer earns more than everything, nor less than nothing under a scale without penalty', () => {
    fc.assert(
      fc.property(anyAnswer, anyScale, ({ choices, ticked }, scale) => {
        const { earned, maximum } = scoreQuestion({ ...whole, choices, ticked, scale })
        expect(compare(earned, maximum)).toBeLessThanOrEqual(0)
        if (lenient.includes(scale)) expect(compare(earned, zero)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('one more right part never earns less', () => {
    fc.assert(
      fc.property(
        anyAnswer,
        fc.constantFrom(...lenient, ...severe.slice(0, 3)),
        fc.nat(),
        ({ choices, ticked }, scale, which) => {
          const key = fullAnswerTo({ type: 'cloze', choices })
          const right = key[which % key.length] as string
          const mended = [...ticked.filter((id) => id.charAt(0) !== right.charAt(0)), right]
          const [before, after] = [ticked, mended].map(
            (answer) => scoreQuestion({ ...whole, choices, ticked: answer, scale }).earned,
          )
          // A blank may be worth more than a wrong answer: only an answer is compared.
          if (ticked.length > 0) expect(compare(after as never, before as never)).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('an ordering earns between nothing and everything, and everything in its order only', () => {
    fc.assert(
      fc.property(anyOrder, fc.constantFrom(...lenient), ({ items, choices, partial: credit }, scale) => {
        const ticked = items.map((item, place) => `${place + 1}${item}`)
        const { earned, outcome } = scoreQuestion({
          ...whole,
          type: 'ordering',
          choices,
          ticked,
          scale,
          partial: credit,
        })
        const isSorted = items.join('') === letters.slice(0, items.length)
        expect([compare(earned, rational(1)) === 0, outcome === 'right']).toEqual([isSorted, isSorted])
        expect(compare(earned, zero)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 300 },
    )
  })
})
