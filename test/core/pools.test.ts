import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BlueprintLine, drawQuestions } from '#core/exams/draw.ts'
import { boundsOf, copyLength, questionsOfCopy, type Stratum, sampleOf } from '#core/exams/pools.ts'
import { bloomLevels, difficulties, questionTypes } from '#core/questions/question.ts'
import { rational, toNumber } from '#core/rational.ts'

type PoolQuestion = Parameters<typeof drawQuestions>[0]['pool'][number]

const sections = ['docker', 'kubernetes', 'helm']
/** Of all kinds, in equal numbers; every fifth question is worth more. */
const bank = Array.from(
  { length: 216 },
  (_, i): PoolQuestion => ({
    id: `q${i}`,
    section: sections[i % 3] as string,
    difficulty: difficulties[Math.floor(i / 3) % 3] ?? 'easy',
    level: bloomLevels[Math.floor(i / 9) % 4] ?? 'apply',
    type: questionTypes[Math.floor(i / 36) % 3] ?? 'single',
    terms: i % 5 === 0 ? '200' : '100',
  }),
)
const byId = new Map(bank.map((question) => [question.id, question]))

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const line: fc.Arbitrary<BlueprintLine> = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  pool: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  section: maybe(sections),
  difficulty: maybe(difficulties),
  level: maybe(bloomLevels),
})
const plan = fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 5 }), seed: fc.string({ maxLength: 8 }) })

/** The exam a plan gives, and copies of it. */
function exam(lines: readonly BlueprintLine[], seed: string, questionIds: string[] = []) {
  const draw = drawQuestions({ pool: bank, blueprint: { questionIds, lines }, seed })
  const questions = draw.questionIds.map((id) => ({
    ...(byId.get(id) as PoolQuestion),
    stratum: draw.strata.get(id) ?? null,
  }))
  return { ...draw, questions, copy: (copy: number) => questionsOfCopy(questions, { seed, copy }) }
}

const tally = (names: readonly string[]) =>
  Object.fromEntries([...new Set(names)].sort().map((name) => [name, names.filter((one) => one === name).length]))

describe('copies that draw their own questions', () => {
  it('are all as hard and worth as much, whatever the plan', () => {
    fc.assert(
      fc.property(plan, ({ lines, seed }) => {
        const { copy } = exam(lines, seed, ['q7'])
        const profile = (rank: number) => tally(copy(rank).map(({ difficulty, terms }) => `${difficulty} ${terms}`))
        for (let rank = 1; rank < 30; rank += 1) expect(profile(rank)).toEqual(profile(0))
      }),
      { numRuns: 60 },
    )
  })
  it('keep what the plan says: section, difficulty and level of every line', () => {
    const { copy, shortfalls } = exam(
      [
        { count: 2, pool: 4, section: 'docker', difficulty: 'hard', level: 'apply' },
        { count: 1, pool: 4, section: 'helm' },
      ],
      'mardi',
    )
    expect(shortfalls).toEqual([])
    for (let rank = 0; rank < 20; rank += 1) {
      expect(tally(copy(rank).map(({ section }) => section))).toEqual({ docker: 2, helm: 1 })
      expect(copy(rank).filter(({ difficulty, level }) => difficulty === 'hard' && level === 'apply')).not.toHaveLength(
        0,
      )
    }
  })
  it('never ask a question twice, and always ask the fixed ones', () => {
    fc.assert(
      fc.property(plan, fc.nat({ max: 500 }), ({ lines, seed }, rank) => {
        const { copy, questions } = exam(lines, seed, ['q7', 'q8'])
        const ids = copy(rank).map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids).toEqual(expect.arrayContaining(['q7', 'q8']))
        expect(ids).toHaveLength(copyLength(questions))
      }),
      { numRuns: 60 },
    )
  })
  it('ask each question of a stratum as often as the others, at every moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 60 }),
        fc.string({ maxLength: 4 }),
        (take, more, copies, seed) => {
          const stratum: Stratum = { name: '0.0', take }
          const questions = Array.from({ length: take + more }, (_, i) => ({ id: `q${i}`, stratum }))
          // Every third question is about one document.
          const blockOf = ({ id }: { id: string }) => (Number(id.slice(1)) % 3 === 0 ? 'document' : null)
          const asked = Array.from({ length: copies }, (_, copy) =>
            questionsOfCopy(questions, { seed, copy, blockOf }),
          ).flat()
          const counts = questions.map((question) => asked.filter((one) => one === question).length)
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 80 },
    )
  })
  it('are the same again from the same seed, and others from another', () => {
    const lines = [{ count: 3, pool: 9, section: 'docker', difficulty: 'easy' as const }]
    const all = (seed: string) =>
      Array.from({ length: 12 }, (_, rank) =>
        exam(lines, seed)
          .copy(rank)
          .map(({ id }) => id),
      )
    expect(all('lundi')).toEqual(all('lundi'))
    expect(all('lundi')).not.toEqual(all('jeudi'))
    // Neighbours share nothing when the pool allows.
    const [first = [], second = []] = all('lundi')
    expect(first.filter((id) => second.includes(id))).toEqual([])
  })
  it('are one and the same exam when the plan has no pool', () => {
    const { questions, copy, strata } = exam([{ count: 5 }, { count: 2, pool: 2, section: 'helm' }], 'mardi')
    expect(strata.size).toBe(0)
    expect(copy(3)).toEqual(questions)
  })
})

describe('a pool the bank cannot fill', () => {
  const pool = ['a', 'b', 'c', 'd'].map((id, i) => ({
    ...(bank[0] as PoolQuestion),
    id,
    difficulty: i === 3 ? ('hard' as const) : ('easy' as const),
    terms: '100',
  }))
  const drawn = (lines: BlueprintLine[]) => drawQuestions({ pool, blueprint: { questionIds: [], lines }, seed: 'x' })

  it('says how many questions of the same strata there are', () => {
    expect(drawn([{ count: 1, pool: 6, difficulty: 'easy' }]).shortfalls).toEqual([
      { kind: 'pool', line: 0, wanted: 6, found: 3 },
    ])
  })
  it('says only that the line itself is short when it is', () => {
    expect(drawn([{ count: 2, pool: 6, difficulty: 'hard' }]).shortfalls).toEqual([
      { kind: 'line', line: 0, wanted: 2, found: 1 },
    ])
  })
  it('shares questions between two pools before it says that one is short', () => {
    const { shortfalls, strata } = drawn([
      { count: 1, pool: 2, difficulty: 'easy' },
      { count: 1, pool: 2 },
    ])
    const short = shortfalls.reduce((sum, one) => sum + ('wanted' in one ? one.wanted - one.found : 0), 0)
    // Four questions for four places, of which one, the hard one, cannot be beside an easy one.
    expect(short).toBe(1)
    expect([...strata.values()].every(({ take }) => take === 1)).toBe(true)
  })
})

describe('what copies have in common', () => {
  const easy = { name: '0.0', take: 2 }
  const questions = [
    { id: 'fixed', stratum: null, seconds: 10 },
    ...[30, 10, 20].map((seconds, i) => ({ id: `e${i}`, stratum: easy, seconds })),
    { id: 'h0', stratum: { name: '1.0', take: 1 }, seconds: 5 },
    { id: 'h1', stratum: { name: '1.0', take: 1 }, seconds: 50 },
  ]
  it('is a sample, and the least and the most of anything that adds up', () => {
    expect(sampleOf(questions).map(({ id }) => id)).toEqual(['fixed', 'e0', 'e1', 'h0'])
    expect(copyLength(questions)).toBe(4)
    const { low, high } = boundsOf(questions, ({ seconds }) => rational(seconds))
    expect([toNumber(low), toNumber(high)]).toEqual([10 + 30 + 5, 10 + 50 + 50])
  })
})
