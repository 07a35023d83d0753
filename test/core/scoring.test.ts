import { describe, expect, test } from 'vitest'
import { rationalText } from '#core/rational.ts'
import { certaintyAsked, certaintyShares, gardnerMedwin } from '#core/scoring/certainty.ts'
import { faultsOfScale } from '#core/scoring/faults.ts'
import type { Scale, ScoringInput } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'
import { totalOf } from '#core/scoring/total.ts'

/** `choicesOf('abcd', 'ab')`: four choices, a and b right. */
const choicesOf = (ids: string, key: string) => [...ids].map((id) => ({ id, correct: key.includes(id) }))

/** A question of one point; `fraction` is the earned points over its points. */
function score(input: Partial<ScoringInput> & { scale: Scale }) {
  const question = { type: 'multiple', choices: choicesOf('abcd', 'ab'), ticked: null, points: 100, ...input } as const
  const result = scoreQuestion(question)
  return { ...result, fraction: result.working.values.fraction }
}

const everyScale: Scale[] = [
  { kind: 'all_or_nothing' },
  { kind: 'right_minus_wrong', floorAtZero: true },
  { kind: 'right_minus_wrong', floorAtZero: false },
  { kind: 'balanced', floorAtZero: true },
  { kind: 'balanced', floorAtZero: false },
  { kind: 'coverage' },
  { kind: 'each_choice' },
  { kind: 'choice_weights', floorAtZero: true },
  { kind: 'negative', wrong: '-1/3', blank: '0' },
  { kind: 'discordance' },
  { kind: 'coherences' },
  { kind: 'amc', single: {}, multiple: { haut: '2' } },
  { kind: 'certainty', levels: gardnerMedwin },
]

describe.each(everyScale)('under $kind', (scale) => {
  test('the key earns everything on every type of question', () => {
    const certainty = 3
    expect(score({ scale, certainty, ticked: ['a', 'b'] })).toMatchObject({ outcome: 'right', fraction: '1' })
    const single = { type: 'single', choices: choicesOf('abcd', 'c') } as const
    expect(score({ scale, certainty, ...single, ticked: ['c'] })).toMatchObject({ outcome: 'right', fraction: '1' })
    const trueFalse = { type: 'true_false', choices: choicesOf('ab', 'b') } as const
    expect(score({ scale, certainty, ...trueFalse, ticked: ['b'] })).toMatchObject({ outcome: 'right', fraction: '1' })
  })

  test('a wrong single choice earns nothing or less', () => {
    const wrong = score({ scale, type: 'single', choices: choicesOf('abcd', 'c'), ticked: ['a'] })
    expect(wrong.outcome).toBe('wrong')
    expect(wrong.earned.num).toBeLessThanOrEqual(0n)
  })

  test('null and an empty list are blank, and blank is not wrong', () => {
    for (const ticked of [null, []]) {
      expect(score({ scale, ticked })).toMatchObject({ outcome: 'blank', fraction: '0', working: { code: 'blank' } })
    }
  })

  test('two ticks on a single choice are invalid and earn what blank earns', () => {
    const twice = score({ scale, type: 'single', choices: choicesOf('abcd', 'c'), ticked: ['a', 'c'] })
    expect(twice).toMatchObject({ outcome: 'invalid', fraction: '0', working: { code: 'several_ticked' } })
  })

  test('an id the question does not have is left out and counted', () => {
    const known = score({ scale, certainty: 3, ticked: ['a', 'b', 'zzz'] })
    expect(known).toMatchObject({ outcome: 'right', fraction: '1' })
    expect(known.working.values.unknown).toBe(1)
    const onlyUnknown = score({ scale, ticked: ['zzz'] })
    expect(onlyUnknown).toMatchObject({ outcome: 'invalid', fraction: '0', working: { code: 'only_unknown' } })
    expect(score({ scale, ticked: ['a'] }).working.values).not.toHaveProperty('unknown')
  })

  test('without a key nothing can be earned and nothing is lost', () => {
    const keyless = score({ scale, choices: choicesOf('abcd', ''), ticked: ['a'] })
    expect(keyless).toMatchObject({ outcome: 'invalid', working: { code: 'no_key' } })
    expect([keyless.earned, keyless.maximum].map(rationalText)).toEqual(['0', '0'])
  })

  test('a question of zero points earns zero out of zero', () => {
    const free = score({ scale, points: 0, ticked: ['a', 'c'] })
    expect([free.earned, free.maximum].map(rationalText)).toEqual(['0', '0'])
  })

  test('it has no fault', () => {
    expect(faultsOfScale(scale)).toEqual([])
  })
})

type Row = { ticked: string; fraction: string; outcome: string }
const rowsOf = (rows: [ticked: string, fraction: string, outcome: string][]): Row[] =>
  rows.map(([ticked, fraction, outcome]) => ({ ticked, fraction, outcome }))

function checks(scale: Scale, rows: Row[], input: Partial<ScoringInput> = {}) {
  test.each(rows)('ticking $ticked earns $fraction: $outcome', ({ ticked, fraction, outcome }) => {
    expect(score({ ...input, scale, ticked: [...ticked] })).toMatchObject({ fraction, outcome })
  })
}

describe('all or nothing, key ab of abcd', () => {
  checks(
    { kind: 'all_or_nothing' },
    rowsOf([
      ['a', '0', 'wrong'],
      ['abc', '0', 'wrong'],
      ['ab', '1', 'right'],
      ['c', '0', 'wrong'],
    ]),
  )
})

describe('right minus wrong floored at zero, key ab of abcd', () => {
  const scale: Scale = { kind: 'right_minus_wrong', floorAtZero: true }
  checks(
    scale,
    rowsOf([
      ['a', '1/2', 'partial'],
      ['abc', '1/2', 'partial'],
      ['abcd', '0', 'wrong'],
      ['cd', '0', 'wrong'],
    ]),
  )
})

describe('right minus wrong not floored, key ab of abcd', () => {
  const scale: Scale = { kind: 'right_minus_wrong', floorAtZero: false }
  checks(
    scale,
    rowsOf([
      ['a', '1/2', 'partial'],
      ['c', '-1/2', 'wrong'],
      ['cd', '-1', 'wrong'],
      ['ac', '0', 'wrong'],
    ]),
  )
})

describe('balanced not floored, key ab of abcde', () => {
  const scale: Scale = { kind: 'balanced', floorAtZero: false }
  const rows = rowsOf([
    ['a', '1/2', 'partial'],
    ['abc', '2/3', 'partial'],
    ['abcde', '0', 'wrong'],
    ['cde', '-1', 'wrong'],
  ])
  checks(scale, rows, { choices: choicesOf('abcde', 'ab') })

  test('on a single choice of four it is the correction for guessing', () => {
    const wrong = score({ scale, type: 'single', choices: choicesOf('abcd', 'a'), ticked: ['b'] })
    expect(wrong).toMatchObject({ fraction: '-1/3', outcome: 'wrong' })
  })

  test('one wrong choice among three costs the whole key', () => {
    expect(score({ scale, choices: choicesOf('abc', 'ab'), ticked: ['c'] }).fraction).toBe('-1')
  })

  test('it stands when every choice is right', () => {
    expect(score({ scale, choices: choicesOf('ab', 'ab'), ticked: ['a'] }).fraction).toBe('1/2')
  })
})

describe('balanced floored, key ab of abcde', () => {
  const rows = rowsOf([
    ['cde', '0', 'wrong'],
    ['ac', '1/6', 'partial'],
  ])
  checks({ kind: 'balanced', floorAtZero: true }, rows, { choices: choicesOf('abcde', 'ab') })
})

describe('coverage, key ab of abcd', () => {
  checks(
    { kind: 'coverage' },
    rowsOf([
      ['a', '1/2', 'partial'],
      ['abc', '2/3', 'partial'],
      ['abcd', '1/2', 'partial'],
      ['ac', '1/4', 'partial'],
      ['c', '0', 'wrong'],
    ]),
  )
})

describe('each choice, key ab of abcd', () => {
  checks(
    { kind: 'each_choice' },
    rowsOf([
      ['a', '3/4', 'partial'],
      ['ac', '1/2', 'partial'],
      ['cd', '0', 'wrong'],
      ['abcd', '1/2', 'partial'],
    ]),
  )

  test('it says how many mistakes on how many choices', () => {
    expect(score({ scale: { kind: 'each_choice' }, ticked: ['a', 'c'] }).working).toEqual({
      code: 'each_choice',
      values: { right: 2, wrong: 2, rightTicked: 1, wrongTicked: 1, mistakes: 2, choices: 4, fraction: '1/2' },
    })
  })
})

describe('weights of the choices', () => {
  const choices = [
    { id: 'a', correct: true, weight: '0,5' },
    { id: 'b', correct: true, weight: '2/3' },
    { id: 'c', correct: false, weight: '-1/4' },
    { id: 'd', correct: false },
  ]
  const floored: Scale = { kind: 'choice_weights', floorAtZero: true }
  checks(
    floored,
    rowsOf([
      ['a', '1/2', 'partial'],
      ['abd', '1', 'right'],
      ['ac', '1/4', 'partial'],
      ['c', '0', 'wrong'],
      ['d', '0', 'wrong'],
    ]),
    { choices },
  )
  checks({ kind: 'choice_weights', floorAtZero: false }, rowsOf([['c', '-1/4', 'wrong']]), { choices })

  test('weights stand for a key where no choice is marked right', () => {
    const keyless = choices.map((choice) => ({ ...choice, correct: false }))
    expect(score({ scale: floored, choices: keyless, ticked: ['a'] }).fraction).toBe('1/2')
  })
})

describe('negative points for a wrong answer', () => {
  const scale: Scale = { kind: 'negative', wrong: '-0,25', blank: '-1/10' }
  const single = { type: 'single', choices: choicesOf('abcd', 'b') } as const

  test('blank is not wrong', () => {
    expect(score({ ...single, scale, ticked: ['a'] })).toMatchObject({ fraction: '-1/4', outcome: 'wrong' })
    expect(score({ ...single, scale, ticked: null })).toMatchObject({ fraction: '-1/10', outcome: 'blank' })
    expect(score({ ...single, scale, ticked: ['a', 'b'] })).toMatchObject({ fraction: '-1/10', outcome: 'invalid' })
    expect(score({ ...single, scale, ticked: ['zzz'] })).toMatchObject({ fraction: '-1/10', outcome: 'invalid' })
  })

  test('a multiple response is right or wrong as a whole', () => {
    expect(score({ scale, ticked: ['a'] }).fraction).toBe('-1/4')
    expect(score({ scale, ticked: ['a', 'b'] }).fraction).toBe('1')
  })
})

describe('certainty', () => {
  test('is told beforehand as shares of the points', () => {
    expect(certaintyShares(gardnerMedwin)).toEqual([
      { right: '1/3', wrong: '0' },
      { right: '2/3', wrong: '-2/3' },
      { right: '1', wrong: '-2' },
    ])
    expect(certaintyAsked({ kind: 'certainty', levels: gardnerMedwin })).toEqual({ certainty: 3 })
    expect(certaintyAsked({ kind: 'coverage' })).toEqual({})
  })
  const scale: Scale = { kind: 'certainty', levels: gardnerMedwin }
  test.each([
    { certainty: 1, right: '1/3', wrong: '0' },
    { certainty: 2, right: '2/3', wrong: '-2/3' },
    { certainty: 3, right: '1', wrong: '-2' },
    { certainty: null, right: '1/3', wrong: '0' },
    { certainty: undefined, right: '1/3', wrong: '0' },
    { certainty: 4, right: '1/3', wrong: '0' },
    { certainty: 0, right: '1/3', wrong: '0' },
  ])('at level $certainty right earns $right, wrong $wrong', ({ certainty, right, wrong }) => {
    expect(score({ scale, certainty, ticked: ['a', 'b'] })).toMatchObject({ outcome: 'right', fraction: right })
    expect(score({ scale, certainty, ticked: ['a', 'c'] })).toMatchObject({ outcome: 'wrong', fraction: wrong })
  })

  test('it says the level and the cell of the table', () => {
    expect(score({ scale, certainty: 2, ticked: ['c'] }).working.values).toMatchObject({
      level: 2,
      cell: '-2',
      best: '3',
    })
  })

  test('a table that gives nothing takes nothing', () => {
    const empty = score({ scale: { kind: 'certainty', levels: [] }, ticked: ['a'] })
    expect(empty).toMatchObject({ outcome: 'invalid', working: { code: 'no_maximum' } })
  })
})

test('a corrected key may hold two right answers to a single choice', () => {
  const choices = choicesOf('abcd', 'ab')
  for (const scale of everyScale) {
    const accepted = score({ scale, certainty: 3, type: 'single', choices, ticked: ['b'] })
    expect(accepted).toMatchObject({ outcome: 'right', fraction: '1' })
  }
})

test('order and repetition of the ticks change nothing', () => {
  for (const scale of everyScale) {
    expect(score({ scale, ticked: ['c', 'a', 'c', 'a'] })).toEqual(score({ scale, ticked: ['a', 'c'] }))
  }
})

test('points are multiplied exactly', () => {
  const choices = choicesOf('abcd', 'abc')
  const third = score({ scale: { kind: 'right_minus_wrong', floorAtZero: true }, choices, ticked: ['a'], points: 250 })
  expect([third.earned, third.maximum].map(rationalText)).toEqual(['250/3', '250'])
})

describe('the total of an attempt', () => {
  const scale: Scale = { kind: 'right_minus_wrong', floorAtZero: true }
  const thirds = ['a', 'b', 'c'].map((id) => score({ scale, choices: choicesOf('abcd', 'abc'), ticked: [id] }))
  const blank = (points: number) => score({ scale, points, ticked: null })
  const texts = ({ earned, total }: ReturnType<typeof totalOf>) => [earned, total].map(rationalText)

  test('three thirds are one', () => {
    expect(texts(totalOf(thirds))).toEqual(['100', '300'])
    expect(texts(totalOf([]))).toEqual(['0', '0'])
  })

  test('blank questions count unless they are forgiven', () => {
    expect(texts(totalOf([blank(100)]))).toEqual(['0', '100'])
  })

  test('allowempty=1 leaves out the blank question worth most, and only a blank one', () => {
    expect(texts(totalOf([...thirds, blank(100), blank(300)], { allowEmpty: 1 }))).toEqual(['100', '400'])
    expect(texts(totalOf(thirds, { allowEmpty: 2 }))).toEqual(['100', '300'])
  })

  test('SUF replaces the total', () => {
    expect(texts(totalOf(thirds, { fullMarkPoints: 1500 }))).toEqual(['100', '1500'])
  })
})

test.each<[Scale, string[]]>([
  [{ kind: 'negative', wrong: 'beaucoup', blank: '0' }, ['not_a_number']],
  [{ kind: 'negative', wrong: '1/4', blank: '0' }, ['penalty_gives_points']],
  [{ kind: 'negative', wrong: '-1', blank: '1' }, ['blank_worth_right']],
  [{ kind: 'certainty', levels: [{ right: '1', wrong: '?' }] }, ['not_a_number']],
  [{ kind: 'certainty', levels: [{ right: '0', wrong: '1' }] }, ['penalty_gives_points', 'nothing_to_earn']],
  [{ kind: 'certainty', levels: [] }, ['nothing_to_earn']],
  [{ kind: 'amc', single: { b: 'x' }, multiple: {} }, ['not_a_number']],
  [{ kind: 'amc', single: { b: undefined }, multiple: { m: '1/0' } }, ['not_a_number']],
  [{ kind: 'negative', wrong: '-2', blank: '0' }, ['beyond_maximum']],
  [{ kind: 'negative', wrong: '-1/4', blank: '-1.01' }, ['beyond_maximum']],
  [{ kind: 'certainty', levels: [{ right: '3', wrong: '-6.1' }] }, ['beyond_maximum']],
  [{ kind: 'amc', single: { m: '999999999999' }, multiple: {} }, ['beyond_maximum']],
  [{ kind: 'amc', single: { m: '-2' }, multiple: {} }, ['beyond_maximum']],
  [{ kind: 'amc', single: { e: '1.5' }, multiple: {} }, ['beyond_maximum']],
  [{ kind: 'amc', single: { b: '5', max: '1' }, multiple: {} }, ['beyond_maximum']],
  [{ kind: 'amc', single: {}, multiple: { m: '999999999999' } }, ['beyond_maximum']],
  [{ kind: 'amc', single: {}, multiple: { b: '1', max: '0.000001' } }, ['beyond_maximum']],
  [{ kind: 'amc', single: {}, multiple: { v: '-40' } }, ['beyond_maximum']],
  [{ kind: 'amc', single: {}, multiple: { p: '-101' } }, ['beyond_maximum']],
])('%j cannot be used: %j', (scale, faults) => {
  expect(faultsOfScale(scale)).toEqual(faults)
})

test.each<Scale>([
  { kind: 'negative', wrong: '-1', blank: '-1' },
  { kind: 'certainty', levels: [{ right: '3', wrong: '-6' }] },
  { kind: 'amc', single: { b: '2', m: '-1', v: '-0.5', e: '-2' }, multiple: { b: '1', m: '-1', p: '-100' } },
  { kind: 'amc', single: { mz: '3' }, multiple: { haut: '2', p: '-1' } },
  { kind: 'amc', single: { b: '0', m: '5' }, multiple: { d: '-3', max: '4' } },
])('%j can be used', (scale) => {
  expect(faultsOfScale(scale)).toEqual([])
})
