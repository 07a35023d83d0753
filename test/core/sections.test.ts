import { describe, expect, test } from 'vitest'
import { rational } from '#core/rational.ts'
import type { ExamData } from '#core/statistics/exam-data.ts'
import { shareInterval } from '#core/statistics/intervals.ts'
import { sectionStatistics } from '#core/statistics/sections.ts'
import { type OwnAnswer, ownSections } from '#core/statistics/to-review.ts'

/** Rows of marks out of 1, one per student; `undefined` for a question that this paper did not ask. */
const exam = (rows: (number | undefined)[][], maximums: number[] = []): ExamData => ({
  items: (rows[0] ?? []).map((_, index) => ({
    id: `${index + 1}`,
    maximum: maximums[index] ?? 1,
    choices: [],
    isSingle: true,
  })),
  responses: rows.map((row) => row.map((mark) => (mark === undefined ? null : { mark, isBlank: false }))),
})
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)
const near = (low: number, high: number) => ({ low: expect.closeTo(low, 4), high: expect.closeTo(high, 4) })

describe('the interval of a share of points', () => {
  const of = (...points: [earned: number, maximum: number][]) =>
    shareInterval(points.map(([earned, maximum]) => ({ earned, maximum, answers: maximum })))

  test('needs two students', () => {
    expect([of(), of([1, 2])]).toEqual([null, null])
  })

  test('with one question each, is Wilson’s for one student less, widened for the freedom', () => {
    // Ten of twenty: p(1 − p) / v = 19, times (1.95996 / 2.09302)² = 16.661.
    const twenty: [number, number][] = [...times<[number, number]>(10, [1, 1]), ...times<[number, number]>(10, [0, 1])]
    expect(of(...twenty)).toEqual(near(0.2836, 0.7164))
  })

  test('is narrower when the answers of a student are independent, wider when they go together', () => {
    const independent = of(...times<[number, number]>(10, [1, 4]), ...times<[number, number]>(10, [3, 4]))
    const together = of(...times<[number, number]>(10, [0, 4]), ...times<[number, number]>(10, [4, 4]))
    // The same share, one half: 66.64 answers’ worth, and 16.66, as with one question each.
    expect(independent).toEqual(near(0.3833, 0.6167))
    expect(together).toEqual(near(0.2836, 0.7164))
  })

  test('is never narrower than if every answer came from somebody else', () => {
    // Everybody has one of two: no spread at all between students, of whom each counts once.
    expect(of(...times<[number, number]>(20, [1, 2]))).toEqual(near(0.2993, 0.7007))
    // Nearly no spread: forty answers at most.
    const flat = of(...times<[number, number]>(19, [1, 2]), [1.2, 2])
    expect(flat).toEqual(near(0.3566, 0.6526))
  })

  test('of all right and all wrong leaves room for chance, and stays inside 0 and 1', () => {
    expect(of(...times<[number, number]>(20, [3, 3]))).toEqual({ low: expect.closeTo(0.8389, 4), high: 1 })
    expect(of(...times<[number, number]>(20, [0, 3]))).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) })
  })

  test('weighs a student by what they were asked', () => {
    // 4 of 4 and 0 of 1: four fifths, not one half.
    const interval = of(...times<[number, number]>(10, [4, 4]), ...times<[number, number]>(10, [0, 1]))
    expect(interval?.low).toBeGreaterThan(0.5)
    expect(interval?.high).toBeLessThan(1)
  })

  test('of points below zero is Student’s, and is not cut at zero', () => {
    // Shares −1, 0, 1, 0: mean 0, standard error √(2/3)/2, Student 3.18245.
    expect(of([-1, 1], [0, 1], [1, 1], [0, 1])).toEqual(near(-1.2992, 1.2992))
    expect(of([-1, 1], [-1, 1])).toBeNull()
  })
})

describe('the sections of an exam', () => {
  const outline = ['images', 'reseau', 'secrets']
  const sections = ['images', 'images', 'secrets']

  test('in the order of the course, those without a question are said not asked', () => {
    const rows = [...times(15, [1, 1, 0]), ...times(5, [1, 0, 0])]
    const [images, network, secrets] = sectionStatistics(exam(rows), { sections, outline })
    expect(images).toMatchObject({
      id: 'images',
      items: 2,
      n: 20,
      answers: 40,
      earned: 1.75,
      maximum: 2,
      share: { value: 0.875 },
      verdict: 'acquired',
    })
    expect(network).toEqual({
      id: 'reseau',
      items: 0,
      n: 0,
      answers: 0,
      earned: 0,
      maximum: 0,
      share: { value: null, reason: 'no_item' },
      interval: null,
      verdict: 'not_asked',
      objectives: [],
    })
    expect(secrets).toMatchObject({ share: { value: 0 }, verdict: 'not_acquired', interval: { low: 0 } })
  })

  test('has the same figures of each objective that its questions name', () => {
    const rows = [...times(15, [1, 1, 0]), ...times(5, [1, 0, 0])]
    const objectives = ['Lire', 'Écrire', null]
    const [images, , secrets] = sectionStatistics(exam(rows), { sections, objectives, outline })
    expect(images?.objectives).toMatchObject([
      { objective: 'Lire', items: 1, n: 20, share: { value: 1 }, verdict: 'acquired' },
      { objective: 'Écrire', items: 1, n: 20, share: { value: 0.75 }, verdict: 'acquired' },
    ])
    expect(secrets?.objectives).toEqual([])
    // The same words in two sections are two objectives.
    const [one, , other] = sectionStatistics(exam(rows), { sections, objectives: ['Lire', null, 'Lire'], outline })
    expect([one, other].map((section) => section?.objectives[0]?.share.value)).toEqual([1, 0])
  })

  test('one that the outline does not have comes last', () => {
    const all = sectionStatistics(exam([[1]]), { sections: ['ailleurs'], outline: ['images'] })
    expect(all.map(({ id }) => id)).toEqual(['images', 'ailleurs'])
  })

  test.each([
    ['nobody', 0, 'too_few', null],
    ['one student', 1, 'too_few', 1],
    ['nineteen', 19, 'too_few', 1],
    ['twenty', 20, 'acquired', 1],
  ] as const)('says nothing of %s below twenty', (_, count, verdict, share) => {
    const data = { ...exam([[1]]), responses: exam(times(count, [1])).responses }
    const [result] = sectionStatistics(data, { sections: ['images'], outline: [] })
    expect(result).toMatchObject({ n: count, verdict, share: { value: share } })
  })

  test('does not decide when the interval holds one half', () => {
    const rows = [...times(12, [1]), ...times(10, [0])]
    expect(sectionStatistics(exam(rows), { sections: ['images'], outline: [] })[0]?.verdict).toBe('undecided')
  })

  test('a removed question counts nowhere; a section of removed questions says so', () => {
    const rows = times(20, [1, 0, 0])
    const [images, , secrets] = sectionStatistics(exam(rows, [1, 0, 0]), { sections, outline })
    expect(images).toMatchObject({ items: 1, answers: 20, share: { value: 1 } })
    expect(secrets).toMatchObject({ items: 0, n: 0, share: { value: null, reason: 'no_points' }, verdict: 'not_asked' })
  })

  test('a question removed for those who ticked one choice leaves their maximum only', () => {
    const data = exam(times(20, [1, 0]))
    const responses = data.responses.map(([first]) => [first ?? null, { mark: 0, isBlank: false, maximum: 0 }])
    const [result] = sectionStatistics({ ...data, responses }, { sections: ['images', 'images'], outline: [] })
    expect(result).toMatchObject({ n: 20, answers: 20, maximum: 1, share: { value: 1 } })
  })

  test('students who drew different questions count for those they were asked', () => {
    // Ten drew the first of two questions on images, ten the second and the one on secrets.
    const rows = [...times(10, [1, undefined, undefined]), ...times(10, [undefined, 0, 1])]
    const [images, , secrets] = sectionStatistics(exam(rows), { sections, outline })
    expect(images).toMatchObject({ items: 2, n: 20, answers: 20, maximum: 1, share: { value: 0.5 } })
    expect(secrets).toMatchObject({ items: 1, n: 10, answers: 10, share: { value: 1 }, verdict: 'too_few' })
  })
})

describe('what one student should read again', () => {
  /** « 0/1 1/2 »: earned and maximum of each question of one section. */
  const verdictOf = (answers: string) => {
    const own = answers
      .split(' ')
      .filter(Boolean)
      .map((one): OwnAnswer => {
        const [earned = '', maximum = ''] = one.split('/')
        const hundredths = (text: string) => rational(Math.round(Number(text) * 100))
        return { section: 'secrets', earned: hundredths(earned), maximum: hundredths(maximum) }
      })
    return ownSections(own)[0]?.review
  }

  test.each([
    ['two of two wrong', '0/1 0/1', 'yes'],
    ['two of three wrong', '0/1 0/1 1/1', 'yes'],
    ['one of two wrong: exactly half of the points', '0/1 1/1', 'no'],
    ['half of the points on each of two', '0.5/1 0.5/1', 'no'],
    ['a little less than half on each of two', '0.49/1 0.5/1', 'yes'],
    ['a single miss that weighs more than the rest', '0/3 1/1', 'no'],
    ['a single miss under negative marking', '-1/1 1/1', 'no'],
    ['one question, missed', '0/1', 'one_question'],
    ['one question, right in part', '0.5/1', 'no'],
    ['one question, right', '1/1', 'no'],
    ['all right', '1/1 1/1 2/2', 'no'],
    ['one miss beside a removed question', '0/1 0/0', 'one_question'],
    ['one miss and a question everybody was given', '0/1 1/1', 'no'],
  ])('%s', (_, answers, review) => {
    expect(verdictOf(answers)).toBe(review)
  })

  test('a section whose questions were all removed, and a copy without questions, are nothing', () => {
    expect(verdictOf('0/0 0/0')).toBeUndefined()
    expect(ownSections([])).toEqual([])
  })

  test('sections are apart, with exact sums: three thirds are one', () => {
    const third = { section: 'b', earned: rational(100, 3), maximum: rational(100) }
    const all = ownSections([third, third, third, { section: 'a', earned: rational(0), maximum: rational(100) }])
    expect(all).toEqual([
      { id: 'b', questions: 3, missed: 3, earned: rational(100), maximum: rational(300), review: 'yes' },
      { id: 'a', questions: 1, missed: 1, earned: rational(0), maximum: rational(100), review: 'one_question' },
    ])
  })
})
