import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, rational, zero } from '#core/rational.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import type { Scale, ScoringInput } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'

/** What must hold for every question and every answer. Ids are letters; `ticked` may hold unknown and repeated ones. */
const never: Scale[] = [
  { kind: 'all_or_nothing' },
  { kind: 'right_minus_wrong', floorAtZero: true },
  { kind: 'balanced', floorAtZero: true },
  { kind: 'coverage' },
  { kind: 'each_choice' },
  { kind: 'choice_weights', floorAtZero: true },
  { kind: 'discordance' },
  { kind: 'coherences' },
  { kind: 'amc', single: {}, multiple: {} },
  { kind: 'amc', single: { mz: '2' }, multiple: { haut: '2' } },
  { kind: 'amc', single: {}, multiple: { mz: '2' } },
]
const sometimes: Scale[] = [
  { kind: 'right_minus_wrong', floorAtZero: false },
  { kind: 'balanced', floorAtZero: false },
  { kind: 'choice_weights', floorAtZero: false },
  { kind: 'negative', wrong: '-1/3', blank: '0' },
  { kind: 'amc', single: { m: '-1' }, multiple: { m: '-1' } },
  { kind: 'certainty', levels: gardnerMedwin },
]

const anyWeight = fc.constantFrom(undefined, '0', '1/2', '1/3', '-1/3', '-1')
const anyChoice = fc.record({
  correct: fc.boolean(),
  weight: anyWeight,
  indispensable: fc.boolean(),
  inacceptable: fc.boolean(),
})
const letters = 'abcdefg'
const anyQuestion = (scales: Scale[]): fc.Arbitrary<ScoringInput> =>
  fc.record({
    type: fc.constantFrom('single', 'multiple', 'true_false'),
    choices: fc
      .array(anyChoice, { minLength: 2, maxLength: 6 })
      .map((choices) => choices.map((choice, index) => ({ id: letters.charAt(index), ...choice }))),
    ticked: fc.option(fc.array(fc.constantFrom(...letters), { maxLength: 9 })),
    points: fc.integer({ min: 0, max: 1000 }),
    scale: fc.constantFrom(...scales),
    certainty: fc.constantFrom(null, 1, 2, 3),
  })
const all = anyQuestion([...never, ...sometimes])

test('earned is between nothing and the maximum, unless the scale takes points away', () => {
  fc.assert(
    fc.property(anyQuestion(never), (question) => {
      const { earned, maximum } = scoreQuestion(question)
      expect(compare(earned, zero)).toBeGreaterThanOrEqual(0)
      expect(compare(earned, maximum)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 500 },
  )
})

test('nobody ever earns more than the maximum, which is the points or nothing', () => {
  fc.assert(
    fc.property(all, (question) => {
      const { earned, maximum } = scoreQuestion(question)
      expect(compare(earned, maximum)).toBeLessThanOrEqual(0)
      expect([0n, BigInt(question.points)]).toContain(maximum.num)
    }),
    { numRuns: 500 },
  )
})

test('the order of the ticks, their repetition and the order of the choices change nothing', () => {
  const shuffled = all.chain((question) =>
    fc.record({
      question: fc.constant(question),
      choices: fc.shuffledSubarray([...question.choices], { minLength: question.choices.length }),
      ticked: fc.shuffledSubarray([...(question.ticked ?? [])], { minLength: question.ticked?.length ?? 0 }),
    }),
  )
  fc.assert(
    fc.property(shuffled, ({ question, choices, ticked }) => {
      const { earned, maximum, outcome } = scoreQuestion(question)
      const again = scoreQuestion({ ...question, choices, ticked: [...ticked, ...ticked] })
      expect({ earned: again.earned, maximum: again.maximum, outcome: again.outcome }).toEqual({
        earned,
        maximum,
        outcome,
      })
    }),
    { numRuns: 500 },
  )
})

test('marking twice gives the same marks', () => {
  fc.assert(
    fc.property(all, (question) => {
      expect(scoreQuestion(question)).toEqual(scoreQuestion(structuredClone(question)))
    }),
  )
})

test('points only stretch the score', () => {
  fc.assert(
    fc.property(all, (question) => {
      const one = scoreQuestion({ ...question, points: 1 }).earned
      const many = scoreQuestion({ ...question, points: 7 }).earned
      expect(many).toEqual(rational(one.num * 7n, one.den))
    }),
  )
})

/** Without weights: a wrong choice may have a positive weight, on purpose. */
const byChoice = anyQuestion([...never, ...sometimes].filter(({ kind }) => kind !== 'choice_weights')).filter(
  ({ ticked }) => ticked !== null && ticked.length > 0,
)

test('on a multiple response, one right tick more never loses points, one wrong tick more never gains any', () => {
  fc.assert(
    fc.property(byChoice, fc.nat(5), (question, index) => {
      const { choices, ticked } = question
      const choice = choices[index % choices.length]
      const known = choices.filter(({ id }) => ticked?.includes(id))
      fc.pre(choice !== undefined && !ticked?.includes(choice.id) && known.length > 0)
      const before = scoreQuestion({ ...question, type: 'multiple' }).earned
      const after = scoreQuestion({
        ...question,
        type: 'multiple',
        ticked: [...(ticked ?? []), choice?.id ?? ''],
      }).earned
      if (choice?.correct) expect(compare(after, before)).toBeGreaterThanOrEqual(0)
      else expect(compare(after, before)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 1000 },
  )
})

test('blank is said blank, whatever the scale', () => {
  fc.assert(
    fc.property(all, (question) => {
      fc.pre(question.choices.some(({ correct }) => correct))
      expect(scoreQuestion({ ...question, ticked: null }).outcome).toBe('blank')
    }),
  )
})
