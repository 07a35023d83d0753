import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { toMark } from '#core/points.ts'
import { rational, toNumber } from '#core/rational.ts'
import type { Scale, ScoredChoice } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'

/**
 * The published cases of Moodle, PrairieLearn, QTI and AMC. They are other people's files and stay beside the
 * repository: without them this file is skipped on a desk, and fails in continuous integration.
 */
type Weighted = { choices: Record<string, number>; cases: { ticked: string[]; fraction: number }[] }
type PublicCases = {
  moodle_multichoice_multi: Weighted
  moodle_multichoice_single: Weighted
  prairielearn_cases: { mode: string; S: string; C: string; n?: number; score: number }[]
  qti_mapResponse_H2O: { cases: { ticked: string[]; score: number }[] }
}

const file = new URL('../../../shared/fixtures/scoring/public_cases.json', import.meta.url)
const isMissing = !existsSync(file)
const cases: PublicCases | undefined = isMissing ? undefined : JSON.parse(readFileSync(file, 'utf8'))
const named = <T extends object>(rows: T[] | undefined) =>
  (rows ?? []).map((row) => ({ name: JSON.stringify(row), ...row }))

test.skipIf(isMissing && !process.env.CI)('the published scoring cases are there', () => {
  expect(isMissing, 'shared/fixtures/scoring/public_cases.json is missing').toBe(false)
})

const published = describe.skipIf(isMissing)

/** Points earned by an answer to a question of `points` whole points. */
function earned(input: { choices: ScoredChoice[]; ticked: string[]; scale: Scale; type?: 'single'; points?: number }) {
  const points = (input.points ?? 1) * 100
  return toNumber(scoreQuestion({ type: 'multiple', ...input, points }).earned) / 100
}

const weighted = (choices: Record<string, number> = {}): ScoredChoice[] =>
  Object.entries(choices).map(([id, weight]) => ({ id, correct: weight > 0, weight: String(weight) }))

published('Moodle, multiple choice, several answers', () => {
  const choices = weighted(cases?.moodle_multichoice_multi.choices)
  test.for(named(cases?.moodle_multichoice_multi.cases))('$name', ({ ticked, fraction }) => {
    expect(earned({ choices, ticked, scale: { kind: 'choice_weights', floorAtZero: true } })).toBe(fraction)
  })
})

published('Moodle, multiple choice, one answer', () => {
  const choices = weighted(cases?.moodle_multichoice_single.choices)
  test.for(named(cases?.moodle_multichoice_single.cases))('$name', ({ ticked, fraction }) => {
    const scale: Scale = { kind: 'choice_weights', floorAtZero: false }
    expect(earned({ type: 'single', choices, ticked, scale })).toBeCloseTo(fraction, 12)
  })
})

published('PrairieLearn, pl-checkbox', () => {
  const scales: Record<string, Scale> = {
    off: { kind: 'all_or_nothing' },
    'net-correct': { kind: 'right_minus_wrong', floorAtZero: true },
    'each-answer': { kind: 'each_choice' },
    coverage: { kind: 'coverage' },
  }
  test.for(named(cases?.prairielearn_cases))('$name', ({ mode, S, C, n = 4, score }) => {
    const choices = [...'abcdefgh'.slice(0, n)].map((id) => ({ id, correct: C.includes(id) }))
    expect(earned({ choices, ticked: [...S], scale: scales[mode] as Scale })).toBeCloseTo(score, 9)
  })
})

published('QTI 2.2, map_response, the composition of water', () => {
  // The mapping of the item, H 1, O 1, Cl −1, others −2, kept in [0, 2]: halves of a question of two points.
  const choices = weighted({ H: 0.5, He: -1, C: -1, O: 0.5, N: -1, Cl: -0.5 })
  test.for(named(cases?.qti_mapResponse_H2O.cases))('$name', ({ ticked, score }) => {
    expect(earned({ choices, ticked, scale: { kind: 'choice_weights', floorAtZero: true }, points: 2 })).toBe(score)
  })
})

describe('AMC, the vocabulary of its documentation', () => {
  const amc = (multiple: Record<string, string>): Scale => ({ kind: 'amc', single: {}, multiple })
  const choices = [...'abcd'].map((id) => ({ id, correct: id === 'a' || id === 'b' }))

  test('defaults: one point for each box rightly ticked or rightly left', () => {
    expect(earned({ choices, ticked: ['a', 'c'], scale: amc({}), points: 4 })).toBe(2)
  })

  test('haut=2: 2 for a perfect answer, one less for each mistake, never below 0', () => {
    const marks = [['a', 'b'], ['a'], ['a', 'c'], ['c', 'd']].map((ticked) =>
      earned({ choices, ticked, scale: amc({ haut: '2' }), points: 2 }),
    )
    expect(marks).toEqual([2, 1, 0, 0])
  })

  test('mz=3: 3 or 0', () => {
    expect(earned({ choices, ticked: ['a', 'b'], scale: amc({ mz: '3' }), points: 3 })).toBe(3)
    expect(earned({ choices, ticked: ['a'], scale: amc({ mz: '3' }), points: 3 })).toBe(0)
  })

  test('12 points with SUF=15 are 16 out of 20', () => {
    expect(toMark(rational(12), rational(15), { outOf: 2000, grain: 50, rounding: 'nearest' })).toBe(1600)
  })
})
