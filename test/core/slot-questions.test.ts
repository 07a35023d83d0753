import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BlueprintLine, drawQuestions } from '#core/exams/draw.ts'
import { boundsOf, doCopiesDiffer, isAskedIn, questionsOfCopy } from '#core/exams/pools.ts'
import { allotToSlots, questionsOfLateSlot, slotShares } from '#core/exams/slot-questions.ts'
import { bloomLevels, difficulties, questionTypes } from '#core/questions/question.ts'
import { rational, toNumber } from '#core/rational.ts'

type PoolQuestion = Parameters<typeof drawQuestions>[0]['pool'][number]

const sections = ['docker', 'kubernetes', 'helm']
/** Seventy-two of all kinds; every fifth is worth more, and every tenth has an enemy. */
const bank = Array.from(
  { length: 72 },
  (_, i): PoolQuestion => ({
    id: `q${i}`,
    section: sections[i % 3] as string,
    difficulty: difficulties[Math.floor(i / 3) % 3] ?? 'easy',
    level: bloomLevels[Math.floor(i / 9) % 4] ?? 'apply',
    type: questionTypes[Math.floor(i / 36) % 3] ?? 'single',
    terms: i % 5 === 0 ? '200' : '100',
    enemies: i % 10 === 0 ? [`q${i + 1}`] : [],
  }),
)

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const line: fc.Arbitrary<BlueprintLine> = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  pool: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  section: maybe(sections),
  difficulty: maybe(difficulties),
})
const plan = fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 4 }), seed: fc.string({ maxLength: 8 }) })

/** The exam that a plan gives for slots that ask questions of their own. */
function exam(lines: readonly BlueprintLine[], { seed = 'x', slots = [0, 1], pool = bank, questionIds = ['q7'] }) {
  const draw = drawQuestions({ pool, blueprint: { questionIds, lines }, seed, slots })
  const byId = new Map(pool.map((question) => [question.id, question]))
  const questions = draw.questionIds.map((id) => ({
    ...(byId.get(id) as PoolQuestion),
    stratum: draw.strata.get(id) ?? null,
    slots: draw.slots.get(id) ?? [],
  }))
  const copy = (slot: number, number: number) => questionsOfCopy(questions, { seed, copy: number, slot })
  return { ...draw, questions, copy }
}

const tally = (names: readonly string[]) =>
  Object.fromEntries([...new Set(names)].sort().map((name) => [name, names.filter((one) => one === name).length]))
const profile = (asked: readonly PoolQuestion[]) =>
  tally(asked.map(({ difficulty, terms }) => `${difficulty} ${terms}`))
const idsOf = (asked: readonly { id: string }[]) => asked.map(({ id }) => id)

describe('slots that ask questions of their own', () => {
  it('two slots, twice as many questions as a copy asks: each has its own, of the same difficulty', () => {
    const pool = bank.map((one) => ({ ...one, terms: '', enemies: [] }))
    const { copy, questions } = exam([{ count: 2, section: 'docker', difficulty: 'hard' }], { questionIds: [], pool })
    const [first, second] = [copy(0, 0), copy(1, 1)]
    expect([first.length, second.length]).toEqual([2, 2])
    expect(profile(first)).toEqual(profile(second))
    expect(idsOf(first).filter((id) => idsOf(second).includes(id))).toEqual([])
    expect(slotShares(questions, [0, 1])).toMatchObject([
      { stratum: { take: 2 }, perSlot: [2, 2], shared: 0, missing: 0 },
    ])
    expect(doCopiesDiffer(questions)).toBe(false)
    // Without pools every student of one slot has the same.
    expect(idsOf(copy(0, 5))).toEqual(idsOf(first))
  })
  it('three questions for two slots of two: one is asked in both, and a question that must be there in every copy', () => {
    const pool = bank
      .filter(({ id }) => ['q0', 'q9', 'q18', 'q27', 'q7'].includes(id))
      .map((one) => ({ ...one, terms: '', enemies: [] }))
    const { copy, questions, shortfalls } = exam([{ count: 2, section: 'docker', difficulty: 'easy' }], {
      pool: pool.filter(({ id }) => id !== 'q27'),
    })
    expect(shortfalls).toEqual([])
    expect(slotShares(questions, [0, 1])).toMatchObject([{ perSlot: [2, 2], shared: 1, missing: 1 }])
    const [first, second] = [idsOf(copy(0, 0)), idsOf(copy(1, 0))]
    expect(first).toHaveLength(3)
    expect(first.filter((id) => second.includes(id))).toHaveLength(2)
    expect(first[0]).toBe('q7')
  })
  it('keep pools within a slot: its copies differ, and still share nothing with those of the other', () => {
    const { copy, questions, shortfalls } = exam([{ count: 1, pool: 2, section: 'docker', difficulty: 'easy' }], {
      questionIds: [],
    })
    expect(shortfalls).toEqual([])
    expect(doCopiesDiffer(questions)).toBe(true)
    const asked = [0, 1].map((slot) => new Set([0, 1, 2, 3].flatMap((number) => idsOf(copy(slot, number)))))
    expect(asked.map(({ size }) => size)).toEqual([2, 2])
    expect(new Set(asked.flatMap((ids) => [...ids])).size).toBe(questions.length)
  })
  it('every copy of every slot is as hard and worth as much, never asks one question twice nor two enemies', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 2, max: 4 }), ({ lines, seed }, count) => {
        const slots = Array.from({ length: count }, (_, slot) => slot * 2)
        const { copy } = exam(lines, { seed, slots })
        const wanted = profile(copy(0, 0))
        for (const slot of slots)
          for (const number of [0, 1, 5]) {
            const asked = copy(slot, number)
            expect(profile(asked)).toEqual(wanted)
            expect(new Set(idsOf(asked)).size).toBe(asked.length)
            for (const { enemies } of asked)
              for (const enemy of enemies ?? []) expect(idsOf(asked)).not.toContain(enemy)
          }
      }),
      { numRuns: 40 },
    )
  })
  it('share a question of a stratum only when it holds too few, and then as little as possible', () => {
    fc.assert(
      fc.property(
        fc.record({
          take: fc.integer({ min: 1, max: 5 }),
          more: fc.nat({ max: 20 }),
          count: fc.integer({ min: 2, max: 5 }),
        }),
        fc.string({ maxLength: 4 }),
        ({ take, more, count }, seed) => {
          const questions = Array.from({ length: take + more }, (_, i) => ({
            id: `q${i}`,
            stratum: { name: '0.0', take },
          }))
          const slots = Array.from({ length: count }, (_, slot) => slot)
          const allotted = allotToSlots(questions, { seed, slots })
          const uses = questions.map((question) => allotted.get(question)?.length ?? 0)
          for (const slot of slots)
            expect([...allotted.values()].filter((of) => of.includes(slot)).length).toBeGreaterThanOrEqual(take)
          if (take + more >= take * count) expect(new Set(uses)).toEqual(new Set([1]))
          else expect(Math.max(...uses) - Math.min(...uses)).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 80 },
    )
  })
  it('draw what one slot would have drawn, and are the same again from the same seed', () => {
    fc.assert(
      fc.property(plan, ({ lines, seed }) => {
        const alone = exam(lines, { seed, slots: [0] })
        const several = exam(lines, { seed, slots: [0, 1, 2] })
        expect(idsOf(several.questions)).toEqual(expect.arrayContaining(idsOf(alone.questions)))
        // What the plan lacks is what it lacks for one slot: a small bank is shared and holds nothing back.
        expect(several.shortfalls).toEqual(alone.shortfalls)
        expect(alone.slots.size).toBe(0)
        expect(exam(lines, { seed, slots: [0, 1, 2] }).slots).toEqual(several.slots)
      }),
      { numRuns: 30 },
    )
  })
  it('keep the questions about one document in one slot', () => {
    const members = Array.from({ length: 8 }, (_, i) => ({
      id: `q${i}`,
      stratum: { name: '0.0', take: 4 },
      doc: i % 2 === 0,
    }))
    const blockOf = ({ doc }: { doc: boolean }) => (doc ? 'journal' : null)
    for (const seed of ['a', 'b', 'c', 'd']) {
      const allotted = allotToSlots(members, { seed, slots: [0, 1], blockOf })
      const placed = members.filter(({ doc }) => doc).map((one) => allotted.get(one)?.[0])
      const most = Math.max(placed.filter((slot) => slot === 0).length, placed.filter((slot) => slot === 1).length)
      expect(most).toBeGreaterThanOrEqual(2)
    }
  })
})

describe('a slot added after the publication', () => {
  const stratum = { name: '0.0', take: 2 }
  const asked = (id: string, ...slots: number[]) => ({ id, stratum, slots })
  const fixed = { id: 'fixed', stratum: null, slots: [] }

  it('asks the questions asked in the fewest slots, those of a removed slot first', () => {
    const questions = [fixed, asked('a', 0, 1), asked('b', 0), asked('c', 1), asked('d', 4)]
    expect(idsOf(questionsOfLateSlot(questions, [0, 1]))).toEqual(['d', 'b'])
  })
  it('changes nothing where nothing was divided', () => {
    expect(questionsOfLateSlot([fixed, asked('a'), asked('b')], [0])).toEqual([])
  })
  it('has the whole of a stratum that gave it too few', () => {
    const questions = [asked('a', 0), asked('b', 0), asked('c', 1)]
    expect(questionsOfCopy(questions, { seed: 'x', copy: 0, slot: 1 })).toHaveLength(2)
    expect(isAskedIn(asked('a', 0), 1)).toBe(false)
    expect(isAskedIn(fixed, 1)).toBe(true)
  })
})

it('the least and the most of anything that adds up are those of one slot', () => {
  const stratum = { name: '0.0', take: 2 }
  const questions = [10, 20, 30, 40].map((seconds, i) => ({ seconds, stratum, slots: [i % 2] }))
  const { low, high } = boundsOf(questions, ({ seconds }) => rational(seconds))
  expect([toNumber(low), toNumber(high)]).toEqual([40, 60])
})
