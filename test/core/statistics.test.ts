import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ExamData, StatisticsItem } from '#core/statistics/exam-data.ts'
import { type Flaggable, flagsOf } from '#core/statistics/flags.ts'
import { alphaInterval, correlationInterval, meanInterval, wilsonInterval } from '#core/statistics/intervals.ts'
import { correlationOf, covariance } from '#core/statistics/moments.ts'
import { extremeGroups, inRankOrder, rankingOf } from '#core/statistics/ranking.ts'
import { alphaOf, alphasIfDeleted, bootstrapAlpha, totalsOf } from '#core/statistics/reliability.ts'
import { distributionOf, examStatistics, verdictStrengthOf } from '#core/statistics/statistics.ts'

const item = (id: string, change: Partial<StatisticsItem> = {}): StatisticsItem => ({
  id,
  maximum: 1,
  choices: [],
  isSingle: true,
  ...change,
})
/** Rows of marks, `null` for a blank, `undefined` for a question not asked. */
const exam = (rows: (number | null | undefined)[][], items?: StatisticsItem[]): ExamData => ({
  items: items ?? (rows[0] ?? []).map((_, index) => item(`${index + 1}`)),
  responses: rows.map((row) =>
    row.map((mark) => (mark === undefined ? null : { mark: mark ?? 0, isBlank: mark === null })),
  ),
})
const numbers = (value: unknown): number[] => {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : []
}

describe('where there is no statistic, the reason is said', () => {
  test('no student', () => {
    const statistics = examStatistics(exam([], [item('1', { choices: [{ id: 'a', correct: true }] })]))
    expect(statistics).toMatchObject({
      n: 0,
      standing: 'none',
      mean: { value: null, reason: 'no_student' },
      meanInterval: null,
      median: { value: null, reason: 'no_student' },
      standardDeviation: { value: null, reason: 'no_student' },
      skewness: { value: null, reason: 'too_few_students' },
      kurtosis: { value: null, reason: 'too_few_students' },
      alpha: { value: null, reason: 'no_student' },
      alphaInterval: null,
      errorRatio: { value: null, reason: 'no_student' },
      standardError: { value: null, reason: 'no_student' },
    })
    expect(statistics.items[0]).toMatchObject({
      n: 0,
      facility: { reason: 'no_student' },
      facilityInterval: null,
      standardDeviation: { reason: 'no_student' },
      itemRest: { reason: 'no_student' },
      itemRestInterval: null,
      effectiveWeight: { reason: 'no_student' },
      discriminativeEfficiency: { reason: 'no_student' },
      upperLower: { reason: 'no_student' },
      alphaIfDeleted: { reason: 'no_student' },
      seconds: { reason: 'not_given' },
      guess: { reason: 'not_given' },
      quintiles: [],
      flags: [],
    })
    expect(statistics.items[0]?.choices[0]).toMatchObject({
      count: 0,
      share: { reason: 'no_student' },
      meanMark: { reason: 'nobody_chose' },
      upperShare: { reason: 'no_student' },
      lowerShare: { reason: 'no_student' },
    })
  })

  test('one student', () => {
    const statistics = examStatistics(exam([[1, 0]]))
    expect(statistics).toMatchObject({ mean: { value: 1 }, standardDeviation: { reason: 'one_student' } })
    expect(statistics).toMatchObject({ meanInterval: null, alpha: { reason: 'one_student' } })
    expect(statistics.items[0]).toMatchObject({ facility: { value: 1 }, itemTotal: { reason: 'one_student' } })
  })

  test('no item, one item, two items', () => {
    expect(examStatistics(exam([[], []])).alpha.reason).toBe('no_item')
    const single = examStatistics(exam([[0], [1], [1]]))
    expect(single).toMatchObject({ alpha: { reason: 'one_item' }, standardError: { reason: 'one_item' } })
    expect(single.items[0]).toMatchObject({
      alphaIfDeleted: { reason: 'one_item' },
      itemRest: { reason: 'no_variance' },
    })
    const two = examStatistics(
      exam([
        [0, 0],
        [1, 1],
        [1, 0],
      ]),
    )
    expect(two.alpha.value).not.toBeNull()
    expect(two.items[0]?.alphaIfDeleted).toMatchObject({ reason: 'one_item' })
    expect(alphasIfDeleted([])).toEqual([])
  })

  test('everybody has the same mark, in thirds', () => {
    const same = examStatistics(exam(Array.from({ length: 7 }, () => [1 / 3, 0.1, 0.2])))
    expect(same).toMatchObject({
      alpha: { reason: 'no_variance' },
      skewness: { reason: 'no_variance' },
      kurtosis: { reason: 'no_variance' },
      standardDeviation: { value: 0 },
    })
    expect(same.items[0]).toMatchObject({
      itemTotal: { reason: 'no_variance' },
      discriminativeEfficiency: { reason: 'no_variance' },
      effectiveWeight: { reason: 'no_variance' },
      upperLower: { reason: 'no_variance' },
    })
  })

  test('an item without variance among others', () => {
    const { items } = examStatistics(
      exam([
        [1, 0, 0],
        [1, 1, 1],
        [1, 1, 0],
        [1, 0, 1],
      ]),
    )
    expect(items[0]).toMatchObject({ facility: { value: 1 }, itemRest: { reason: 'no_variance' } })
    expect(items[0]).toMatchObject({ effectiveWeight: { value: 0 }, upperLower: { value: 0 } })
  })

  test('all blank', () => {
    const blank = examStatistics(
      exam([
        [null, null],
        [null, null],
        [null, null],
      ]),
    )
    expect(blank).toMatchObject({ mean: { value: 0 }, alpha: { reason: 'no_variance' } })
    expect(blank.items[0]?.blanks).toBe(3)
  })

  test('an item of zero points counts in nothing', () => {
    const rows = [
      [0, 0, 0],
      [1, 1, 0],
      [1, 0, 0],
      [1, 1, 0],
      [0, 1, 0],
    ]
    const without = examStatistics(exam(rows.map((row) => row.slice(0, 2))))
    const withIt = examStatistics(exam(rows, [item('1'), item('2'), item('3', { maximum: 0 })]))
    expect(withIt.alpha).toEqual(without.alpha)
    expect(withIt.maximum).toBe(2)
    expect(withIt.items[2]).toMatchObject({
      facility: { reason: 'no_points' },
      upperLower: { reason: 'no_points' },
      alphaIfDeleted: { reason: 'no_points' },
      quintiles: [],
    })
  })

  test('an item against the exam has no effective weight', () => {
    const { items } = examStatistics(
      exam([
        [1, 0, 0, 0],
        [0, 1, 1, 1],
        [0, 1, 1, 0],
        [1, 0, 0, 1],
      ]),
    )
    expect(items[0]?.effectiveWeight).toEqual({ value: null, reason: 'negative_covariance' })
    const weights = items.map(({ effectiveWeight }) => effectiveWeight.value ?? 0)
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
  })

  test('students who were not asked the same questions have no alpha, and their items are still judged', () => {
    const statistics = examStatistics(
      exam(
        [
          [1, undefined],
          [0, 1],
          [1, 0],
        ],
        [item('1'), item('2')],
      ),
    )
    expect(statistics.alpha.reason).toBe('papers_differ')
    expect(statistics.items[1]).toMatchObject({
      n: 2,
      facility: { value: 0.5 },
      alphaIfDeleted: { reason: 'papers_differ' },
    })
  })

  test('a paper worth less than another is brought to the same maximum', () => {
    const { mean, maximum } = examStatistics(
      exam(
        [
          [1, 0, undefined, undefined],
          [1, 1, 1, undefined],
        ],
        [item('1'), item('2'), item('3'), item('4')],
      ),
    )
    // 1 of 2 is 1.5 of 3; nobody was asked the fourth.
    expect([mean.value, maximum]).toEqual([2.25, 3])
    expect(examStatistics(exam([], [item('1'), item('2')])).maximum).toBe(2)
  })

  test('a paper that lost a question counts for the whole, as its mark does', () => {
    const statistics = examStatistics(
      exam(
        [
          [1, 1, undefined],
          [1, undefined, 0],
          [undefined, undefined, 0],
        ],
        [item('1'), item('2'), { ...item('3'), maximum: 0 }],
      ),
    )
    // Out of 2, out of 1 read as out of 2, out of nothing.
    expect(statistics.maximum).toBe(2)
    expect(statistics.mean.value).toBeCloseTo((2 + 2 + 0) / 3, 12)
    expect(statistics.items[0]?.effectiveWeight).toEqual({ value: null, reason: 'papers_differ' })
  })

  test('nothing is ever NaN or infinite', () => {
    const mark = fc.constantFrom(0, 1, 1 / 3, -0.5, null)
    const rows = fc
      .integer({ min: 0, max: 6 })
      .chain((width) => fc.array(fc.array(mark, { minLength: width, maxLength: width }), { maxLength: 8 }))
    fc.assert(
      fc.property(rows, fc.constantFrom('scored', 'listwise'), (marks, blanks) => {
        const statistics = examStatistics(exam(marks), { blanks })
        expect(numbers(statistics).every(Number.isFinite)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('blanks', () => {
  const rows = [
    [1, 1],
    [null, 1],
    [0, 1],
    [1, 0],
  ]

  test('score 0 and are counted', () => {
    const statistics = examStatistics(exam(rows))
    expect(statistics).toMatchObject({ n: 4, leftOut: 0 })
    expect(statistics.items[0]).toMatchObject({ n: 4, blanks: 1, facility: { value: 0.5 } })
  })

  test('listwise, their student is left out and it is said', () => {
    const statistics = examStatistics(exam(rows), { blanks: 'listwise' })
    expect(statistics).toMatchObject({ n: 3, leftOut: 1 })
    expect(statistics.items[0]?.facility.value).toBeCloseTo(2 / 3, 12)
  })

  test('a question asked to some is judged among them, by where they stand', () => {
    const asked = [4, 1, 5, 2, 3].map((right) => [...[1, 2, 3, 4].map((at) => (right > at ? 1 : 0)), right > 2 ? 1 : 0])
    const others = [1, 1, 0, 1, 0].map((first) => [first, 1, 1, 0, undefined])
    const among = examStatistics(exam(asked.flatMap((row, index) => [others[index] ?? [], row]))).items[4]
    const alone = examStatistics(exam(asked)).items[4]
    expect(among?.n).toBe(5)
    expect(among?.upperLower).toEqual({ value: 1 })
    expect(among?.upperLower).toEqual(alone?.upperLower)
    expect(among?.quintiles).toEqual([0, 0, 1, 1, 1])
    expect(among?.quintiles).toEqual(alone?.quintiles)
  })

  test('a question not asked is not a blank', () => {
    const data = exam(
      [
        [1, undefined],
        [1, 0],
      ],
      [item('1'), item('2')],
    )
    expect(examStatistics(data, { blanks: 'listwise' }).n).toBe(2)
  })
})

describe('distribution', () => {
  test('mean, median and spread of a few marks', () => {
    const { mean, median, standardDeviation, meanInterval: interval, n } = distributionOf([8, 12, 10, 14])
    expect([n, mean.value, median.value]).toEqual([4, 11, 11])
    expect(standardDeviation.value).toBeCloseTo(2.581989, 6)
    expect(interval?.low).toBeCloseTo(6.891476, 4)
    expect(interval?.high).toBeCloseTo(15.108524, 4)
    expect(distributionOf([3, 1, 2]).median.value).toBe(2)
  })

  test('skewness needs three marks, kurtosis four', () => {
    expect(distributionOf([1, 2]).skewness).toEqual({ value: null, reason: 'too_few_students' })
    expect(distributionOf([1, 2, 6])).toMatchObject({ kurtosis: { reason: 'too_few_students' } })
    expect(distributionOf([1, 2, 6]).skewness.value).toBeCloseTo(1.457863, 6)
    expect(distributionOf([1, 2, 6, 9]).kurtosis.value).toBeCloseTo(-2.71624, 6)
    // Excel's SKEW and KURT, which are the same k-statistics.
    expect(distributionOf([3, 4, 5, 2, 3, 4, 5, 6, 4, 7]).skewness.value).toBeCloseTo(0.359543, 6)
    expect(distributionOf([3, 4, 5, 2, 3, 4, 5, 6, 4, 7]).kurtosis.value).toBeCloseTo(-0.1518, 6)
  })
})

describe('intervals', () => {
  test('Wilson stays inside 0 and 1', () => {
    // Newcombe (1998), table I: 81 of 263 and 15 of 148, 0 of 20.
    expect(wilsonInterval(81 / 263, 263)).toEqual({ low: expect.closeTo(0.2553, 4), high: expect.closeTo(0.3662, 4) })
    expect(wilsonInterval(15 / 148, 148)).toEqual({ low: expect.closeTo(0.0624, 4), high: expect.closeTo(0.1605, 4) })
    expect(wilsonInterval(0, 20)).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) })
    expect(wilsonInterval(1, 20)).toEqual({ low: expect.closeTo(0.8389, 4), high: 1 })
    expect(wilsonInterval(1, 1)).toEqual({ low: expect.closeTo(0.2065, 4), high: 1 })
    expect([wilsonInterval(0.5, 0), wilsonInterval(-0.1, 9), wilsonInterval(1.1, 9)]).toEqual([null, null, null])
  })

  test('a negative mean mark is no proportion', () => {
    expect(
      examStatistics(
        exam([
          [-1, 0],
          [-1, 1],
        ]),
      ).items[0],
    ).toMatchObject({ facility: { value: -1 }, facilityInterval: null })
  })

  test('Fisher for a correlation', () => {
    expect(correlationInterval(0.5, 4)).not.toBeNull()
    expect(correlationInterval(0.5, 28)).toEqual({ low: expect.closeTo(0.156, 4), high: expect.closeTo(0.7358, 4) })
    expect([correlationInterval(0.5, 3), correlationInterval(1, 9), correlationInterval(-1, 9)]).toEqual([
      null,
      null,
      null,
    ])
  })

  test.each([
    [2, 12.7062],
    [5, 2.7764],
    [6, 2.5706],
    [11, 2.2281],
    [31, 2.0423],
    [1001, 1.9623],
  ])('Student for a mean of %i marks', (n, quantile) => {
    expect((meanInterval(0, Math.sqrt(n), n)?.high ?? 0) / quantile).toBeCloseTo(1, 2)
    expect(meanInterval(0, 1, 1)).toBeNull()
  })

  test('Bonett for alpha', () => {
    const interval = alphaInterval(0.8, 10, 102)
    const half = 1.959964 * Math.sqrt(20 / (9 * 100))
    expect(interval?.low).toBeCloseTo(1 - 0.2 * Math.exp(half), 6)
    expect(interval?.high).toBeCloseTo(1 - 0.2 * Math.exp(-half), 6)
    expect(alphaInterval(0.5, 2, 3)).not.toBeNull()
    expect([alphaInterval(0.8, 10, 2), alphaInterval(0.8, 1, 9), alphaInterval(1, 9, 9)]).toEqual([null, null, null])
  })
})

describe('bootstrap of alpha', () => {
  /** A small generator (Lehmer), so that the test says its own seed. */
  const seeded = (seed: number) => () => {
    seed = (seed * 48271) % 2147483647
    return seed / 2147483647
  }
  const columns = [0, 1, 2, 3].map((difficulty) =>
    Array.from({ length: 40 }, (_, student) => (student % 8 > difficulty * 2 ? 1 : 0)),
  )

  test('the same seed gives the same interval, around alpha', () => {
    const first = bootstrapAlpha(columns, { random: seeded(7), samples: 200 })
    expect(bootstrapAlpha(columns, { random: seeded(7), samples: 200 })).toEqual(first)
    const alpha = alphaOf(columns).value ?? Number.NaN
    expect(first?.low).toBeLessThan(alpha)
    expect(first?.high).toBeGreaterThan(alpha)
    expect(bootstrapAlpha(columns, { random: seeded(7) })).not.toBeNull()
  })

  test('there is none where samples have no alpha', () => {
    expect(bootstrapAlpha([], { random: seeded(7) })).toBeNull()
    expect(
      bootstrapAlpha(
        [
          [1, 1],
          [1, 1],
        ],
        { random: seeded(7) },
      ),
    ).toBeNull()
    // Two students: half of the samples draw one of them twice.
    const twice = [0, 0, 0, 0, 0, 0.9, 0.9, 0, 0, 0]
    let call = 0
    const random = () => twice[call++ % twice.length] as number
    expect(
      bootstrapAlpha(
        [
          [0, 1],
          [0, 1],
        ],
        { random, samples: 5 },
      ),
    ).toBeNull()
  })
})

describe('choices', () => {
  const choices = ['a', 'b', 'c'].map((id) => ({ id, correct: id === 'a' }))
  const answer = (ticked: string[] | undefined, mark: number, seconds?: number) => ({
    mark,
    isBlank: ticked === undefined,
    ...(ticked ? { ticked } : {}),
    ...(seconds === undefined ? {} : { seconds }),
  })
  const data: ExamData = {
    items: [item('1', { choices, guess: 1 / 3 }), item('2', { maximum: 4 })],
    responses: [
      [answer(['a'], 1, 30), answer([], 4)],
      [answer(['a'], 1, 50), answer([], 3)],
      [answer(['b'], 0, 90), answer([], 1)],
      [answer(undefined, 0), answer([], 0)],
      [answer(['b'], 0), answer([], 2)],
    ],
  }
  const [first] = examStatistics(data).items

  test('count, share, mean mark, point-biserial', () => {
    const [a, b, c] = first?.choices ?? []
    expect(a).toMatchObject({ correct: true, count: 2, share: { value: 0.4 }, meanMark: { value: 4.5 } })
    expect(a?.pointBiserial.value).toBeCloseTo(0.866025, 6)
    expect(b).toMatchObject({ correct: false, count: 2, share: { value: 0.4 }, meanMark: { value: 1.5 } })
    expect(c).toMatchObject({
      count: 0,
      share: { value: 0 },
      meanMark: { reason: 'nobody_chose' },
      pointBiserial: { reason: 'nobody_chose' },
    })
    expect(a).toMatchObject({ upperShare: { value: 1 }, lowerShare: { value: 0 } })
  })

  test('an item worth four points is read as a fraction of four', () => {
    const [, second] = examStatistics(data).items
    expect(second).toMatchObject({
      facility: { value: 0.5 },
      upperLower: { value: 1 },
      quintiles: [0, 0.25, 0.5, 0.75, 1],
      facilityInterval: { low: expect.closeTo(0.1704, 4), high: expect.closeTo(0.8296, 4) },
    })
    expect(second?.itemRest.value).toBeCloseTo(0.866025, 6)
    expect(second?.itemRestInterval?.low).toBeCloseTo(-0.06886, 4)
  })

  test('fifths of seven students: one, two, one, two, one', () => {
    const rows = [0, 1, 2, 3, 4, 5, 6].map((mark) => [mark])
    expect(examStatistics(exam(rows)).items[0]?.quintiles).toEqual([0, 1.5, 3, 4.5, 6])
  })

  test('one student alone is both the strongest and the weakest', () => {
    const [alone] = examStatistics({ ...data, responses: data.responses.slice(0, 1) }).items
    expect(alone?.choices[0]).toMatchObject({ upperShare: { value: 1 }, lowerShare: { value: 1 } })
    expect(alone?.choices[0]?.pointBiserial.reason).toBe('one_student')
  })

  test('time, guess and fifths', () => {
    expect(first).toMatchObject({ seconds: { value: 50 }, guess: { value: 1 / 3 }, quintiles: [0, 0, 0, 1, 1] })
  })
})

describe('groups', () => {
  test('students of equal total share the mean of their values, in any order', () => {
    expect(rankingOf([5, 5, 9, 1])).toEqual([[3], [0, 1], [2]])
    expect(inRankOrder([1, 0, 1, 0], rankingOf([5, 5, 9, 1]))).toEqual([0, 0.5, 0.5, 1])
    expect(inRankOrder([1, 0], rankingOf([0.1 + 0.2, 0.3]))).toEqual([0.5, 0.5])
    expect(rankingOf([])).toEqual([])
  })

  test('27 % of a hundred are 27', () => {
    const values = Array.from({ length: 100 }, (_, index) => index)
    expect(extremeGroups(values)).toEqual({ upper: 86, lower: 13 })
    expect(extremeGroups([1])).toEqual({ upper: 1, lower: 1 })
  })

  test('the order of the students changes nothing', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1 / 3, 1), fc.constantFrom(0, 1)), {
      minLength: 2,
      maxLength: 30,
    })
    const shuffled = rows.chain((marks) =>
      fc.tuple(fc.constant(marks), fc.shuffledSubarray(marks, { minLength: marks.length })),
    )
    fc.assert(
      fc.property(shuffled, ([before, after]) => {
        const [one, two] = [before, after].map((marks) => numbers(examStatistics(exam(marks))))
        expect(two?.length).toBe(one?.length)
        one?.forEach((value, index) => {
          expect(two?.[index]).toBeCloseTo(value, 9)
        })
      }),
    )
  })
})

test('a correlation of rounding errors is exactly zero', () => {
  expect(covariance([0.1, 0.2, 0.1, 0.2], [0.3, 0.3, 0.7, 0.7])).toBe(0)
  expect(correlationOf([0.1, 0.2, 0.4], [0.3, 0.6, 1.2])).toEqual({ value: 1 })
  expect(correlationOf([0.1, 0.2, 0.4], [-0.3, -0.6, -1.2])).toEqual({ value: -1 })
  expect(totalsOf([])).toEqual([])
})

test.each([
  [0, 'none'],
  [19, 'none'],
  [20, 'indicative'],
  [23, 'indicative'],
  [99, 'indicative'],
  [100, 'firm'],
])('%i students: %s', (n, standing) => {
  expect(verdictStrengthOf(n)).toBe(standing)
})

describe('flags', () => {
  const choice = (id: string, share: number, change: { correct?: boolean; r?: number; upper?: number } = {}) => ({
    id,
    correct: change.correct ?? false,
    count: Math.round(share * 600),
    share: { value: share },
    meanMark: { value: 10 },
    pointBiserial: { value: change.r ?? -0.2 },
    upperShare: { value: change.upper ?? share },
    lowerShare: { value: share },
  })
  const right = choice('a', 0.6, { correct: true, r: 0.4, upper: 0.8 })
  const good: Flaggable = {
    n: 600,
    isSingle: true,
    facility: { value: 0.6 },
    facilityInterval: { low: 0.56, high: 0.64 },
    itemRest: { value: 0.35 },
    guess: { value: 0.25 },
    blanks: 3,
    choices: [right, choice('b', 0.2), choice('c', 0.2)],
  }
  const codes = (change: Partial<Flaggable>) => flagsOf({ ...good, ...change }).map(({ code }) => code)

  test('a good item has none', () => {
    expect(flagsOf(good)).toEqual([])
  })

  test.each<[string, Partial<Flaggable>, string[]]>([
    ['too easy', { facility: { value: 0.95 }, itemRest: { value: 0.1 } }, ['too_easy']],
    ['too hard', { facility: { value: 0.2 }, facilityInterval: { low: 0.1, high: 0.3 } }, ['too_hard']],
    [
      'too hard, guess unknown',
      { facility: { value: 0.1 }, guess: { value: null, reason: 'not_given' } },
      ['too_hard'],
    ],
    ['too hard, no interval', { facility: { value: -0.1 }, facilityInterval: null }, ['too_hard']],
    ['below the guess', { facility: { value: 0.18 }, facilityInterval: { low: 0.15, high: 0.22 } }, ['below_guess']],
    ['weak', { itemRest: { value: 0.19 } }, ['weak_discrimination']],
    ['weak at zero', { itemRest: { value: 0 } }, ['weak_discrimination']],
    ['just good enough', { itemRest: { value: 0.2 } }, []],
    ['negative', { itemRest: { value: -0.05 } }, ['negative_discrimination']],
    ['no variance', { itemRest: { value: null, reason: 'no_variance' } }, []],
    ['blanks', { blanks: 120 }, ['many_blanks']],
    ['just at the guess', { facility: { value: 0.21 }, facilityInterval: { low: 0.17, high: 0.25 } }, []],
    ['twenty students', { n: 20, blanks: 4 }, ['many_blanks']],
    ['hard but not too hard', { facility: { value: 0.21 }, facilityInterval: { low: 0.1, high: 0.3 } }, []],
    ['nineteen students', { n: 19, blanks: 19, itemRest: { value: -1 } }, []],
    ['worth nothing', { facility: { value: null, reason: 'no_points' }, itemRest: { value: -1 } }, []],
    ['no choice known', { choices: [] }, []],
  ])('%s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected)
  })

  test('a distractor nobody takes is dead', () => {
    expect(flagsOf({ ...good, choices: [right, choice('b', 0.36), choice('c', 0.04)] })).toEqual([
      { code: 'dead_distractor', choice: 'c' },
    ])
    const unknown = { ...choice('c', 0), share: { value: null, reason: 'no_student' } } as const
    expect(codes({ choices: [right, unknown] })).toEqual(['dead_distractor'])
  })

  test('exactly 5 % is alive, and one distractor may be dead', () => {
    expect(codes({ choices: [right, choice('b', 0.35), choice('c', 0.05)] })).toEqual([])
    expect(codes({ facility: { value: 0.92 }, choices: [right, choice('b', 0.04)] })).toEqual(['dead_distractor'])
  })

  test('not when nearly everybody is right', () => {
    expect(codes({ facility: { value: 0.94 }, choices: [right, choice('b', 0.03), choice('c', 0.03)] })).toEqual([])
  })

  test('a wrong choice the best students prefer makes the key suspect', () => {
    const key = choice('a', 0.3, { correct: true, r: -0.2, upper: 0.1 })
    const preferred = choice('c', 266 / 600, { r: 0.3, upper: 0.7 })
    expect(flagsOf({ ...good, choices: [key, choice('b', 0.25), preferred] })).toEqual([
      { code: 'key_suspect', choice: 'c', count: 266, n: 600 },
    ])
    // Chosen by the best, but no more than the key.
    expect(codes({ choices: [right, choice('b', 0.3, { r: 0.2, upper: 0.8 })] })).toEqual([])
    // Preferred by hardly better students, then by better ones.
    expect(codes({ choices: [key, choice('b', 0.5, { r: 0.11, upper: 0.6 })] })).toEqual(['key_suspect'])
    expect(codes({ choices: [key, choice('b', 0.5, { r: 0.1, upper: 0.6 })] })).toEqual([])
  })

  test('on a multiple response, when most of the best ticked it', () => {
    const ticked = choice('c', 0.5, { r: 0.3, upper: 0.51 })
    expect(codes({ isSingle: false, choices: [right, ticked] })).toEqual(['key_suspect'])
    expect(codes({ isSingle: false, choices: [right, { ...ticked, upperShare: { value: 0.5 } }] })).toEqual([])
    const unknown = { value: null, reason: 'no_student' } as const
    expect(codes({ isSingle: false, choices: [right, { ...ticked, upperShare: unknown }] })).toEqual([])
    expect(codes({ isSingle: false, choices: [right, { ...ticked, pointBiserial: unknown }] })).toEqual([])
  })

  test('a key entered wrong is found in the answers alone', () => {
    // Item 1 is keyed a; everybody who knows the rest answers c.
    const choices = ['a', 'b', 'c'].map((id) => ({ id, correct: id === 'a' }))
    const responses = Array.from({ length: 60 }, (_, student) => {
      const isStrong = student >= 25
      const ticked = isStrong ? ['c'] : [student % 2 === 0 ? 'a' : 'b']
      const rest = [1, 2, 3].map((k) => ({ mark: isStrong || student % (k + 2) === 0 ? 1 : 0, isBlank: false }))
      return [{ mark: ticked[0] === 'a' ? 1 : 0, isBlank: false, ticked }, ...rest]
    })
    const { items } = examStatistics({ items: [item('1', { choices }), item('2'), item('3'), item('4')], responses })
    expect(items[0]?.flags).toContainEqual({ code: 'key_suspect', choice: 'c', count: 35, n: 60 })
    expect(items[0]?.flags).toContainEqual({ code: 'negative_discrimination' })
  })
})

describe('a unit', () => {
  const marks = [
    [100, 50, 0],
    [100, 0, 50],
    [100, 100, 100],
  ]
  const items = ['1', '2', '3'].map((id) => item(id, { maximum: 100, choices: [{ id: 'a', correct: true }] }))
  const plain: ExamData = {
    items,
    responses: marks.map((row) => row.map((mark) => ({ mark, isBlank: false, ticked: mark > 0 ? ['a'] : ['b'] }))),
  }

  test('is for the figures that have one, and comes after every sum', () => {
    const [before, after] = [examStatistics(plain), examStatistics({ ...plain, unit: { marks: 300, worth: 2000 } })]
    expect(after.maximum).toBe(2000)
    expect(after.mean).toEqual({ value: ((before.mean.value ?? 0) * 2000) / 300 })
    expect(after.meanInterval?.low).toBeCloseTo(((before.meanInterval?.low ?? 0) * 2000) / 300)
    expect(after.meanInterval?.high).toBeCloseTo(((before.meanInterval?.high ?? 0) * 2000) / 300)
    expect(after.median).toEqual({ value: 1000 })
    for (const name of ['standardDeviation', 'standardError'] as const) {
      expect(after[name].value).toBeCloseTo(((before[name].value ?? 0) * 2000) / 300)
    }
    expect(after.items[0]?.choices[0]?.meanMark.value).toBeCloseTo(
      ((before.items[0]?.choices[0]?.meanMark.value ?? 0) * 2000) / 300,
    )
    expect(after.items[1]?.standardDeviation.value).toBeCloseTo(
      ((before.items[1]?.standardDeviation.value ?? 0) * 2000) / 300,
    )
    for (const name of ['alpha', 'errorRatio', 'skewness'] as const) expect(after[name]).toEqual(before[name])
    for (const name of ['facility', 'itemRest', 'upperLower', 'effectiveWeight'] as const) {
      expect(after.items.map((one) => one[name])).toEqual(before.items.map((one) => one[name]))
    }
  })

  test('without students there is no interval to bring into it', () => {
    expect(examStatistics({ ...plain, responses: [], unit: { marks: 300, worth: 2000 } }).meanInterval).toBeNull()
  })

  test('whole numbers never make a facility above 1', () => {
    const anyMark = fc.integer({ min: 0, max: 27_720 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyMark, anyMark, fc.constant(27_720)), { minLength: 1, maxLength: 60 }),
        (rows) => {
          const whole = items.map((one) => ({ ...one, maximum: 27_720 }))
          const { items: lines } = examStatistics({ ...exam(rows, whole), unit: { marks: 83_160, worth: 2000 } })
          for (const { facility, quintiles, upperLower } of lines) {
            expect(facility.value).toBeGreaterThanOrEqual(0)
            expect(facility.value).toBeLessThanOrEqual(1)
            for (const fifth of quintiles) expect(fifth).toBeLessThanOrEqual(1)
            expect(Math.abs(upperLower.value ?? 0)).toBeLessThanOrEqual(1)
          }
          expect(lines[2]?.facility.value).toBe(1)
        },
      ),
    )
  })
})
