import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Blueprint, type BlueprintLine, drawQuestions, type KeptDraw } from '#core/exams/draw.ts'

type PoolQuestion = Parameters<typeof drawQuestions>[0]['pool'][number]

const sections = ['a', 'b', 'c']
const difficultyOf = fc.constantFrom('easy', 'medium', 'hard')
const bankOf = (enemies: boolean) =>
  fc
    .array(
      fc.record({
        section: fc.constantFrom(...sections),
        difficulty: difficultyOf,
        enemy: fc.nat({ max: 24 }),
        isAtWar: fc.nat({ max: 5 }),
      }),
      { minLength: 6, maxLength: 24 },
    )
    .map((made) =>
      made.map(
        ({ section, difficulty, enemy, isAtWar }, index): PoolQuestion => ({
          ...{ id: `q${index}`, section, difficulty: difficulty as PoolQuestion['difficulty'] },
          ...{ level: 'remember', type: 'single' },
          enemies: enemies && isAtWar === 0 && enemy !== index ? [`q${enemy}`] : [],
        }),
      ),
    )
/** Of one section each, or of all: lines that share questions. */
const line = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  section: fc.constantFrom(...sections, undefined),
  difficulty: fc.constantFrom(undefined, undefined, 'easy', 'hard'),
})
const linesOf = fc.array(line, { minLength: 1, maxLength: 4 }) as fc.Arbitrary<BlueprintLine[]>

type Drawing = { pool: PoolQuestion[]; seed: string; kept?: KeptDraw; slots?: number[] } & Partial<Blueprint>
const draw = ({ pool, seed, kept, slots = [], lines = [], questionIds = [] }: Drawing) =>
  drawQuestions({ pool, blueprint: { lines, questionIds }, seed, slots, ...(kept ? { kept } : {}) })
const missingFrom = (now: readonly string[], before: readonly string[]) => before.filter((id) => !now.includes(id))

/** What a trainer adds: to a line, a line, a question of every copy, a question of the bank. */
const addition = fc.constantFrom('count', 'line', 'fixed', 'bank')
const added = (
  kind: string,
  { pool, lines, questionIds, at }: Required<Omit<Drawing, 'seed' | 'kept' | 'slots'>> & { at: number },
) => {
  const place = at % lines.length
  switch (kind) {
    case 'count':
      return { pool, questionIds, lines: lines.map((one, i) => (i === place ? { ...one, count: one.count + 1 } : one)) }
    case 'line':
      return { pool, questionIds, lines: [{ count: 2, section: sections[at % 3] as string }, ...lines] }
    case 'fixed':
      return { pool, lines, questionIds: [...questionIds, pool[at % pool.length]?.id as string] }
    default:
      return {
        lines,
        questionIds,
        pool: [{ ...(pool[at % pool.length] as PoolQuestion), id: '0new', enemies: [] }, ...pool],
      }
  }
}

describe('a draw that was seen', () => {
  it('keeps every question when one is added, whatever is added, and wherever', () => {
    fc.assert(
      fc.property(bankOf(false), linesOf, addition, fc.nat(), fc.string(), (pool, lines, kind, at, seed) => {
        const before = draw({ pool, lines, seed })
        const after = draw({ ...added(kind, { pool, lines, questionIds: [], at }), seed, kept: before.kept })
        expect(missingFrom(after.questionIds, before.questionIds)).toEqual([])
        // In the order they were in.
        expect(after.questionIds.filter((id) => before.questionIds.includes(id))).toEqual(before.questionIds)
      }),
      { numRuns: 300 },
    )
  })

  it('asks as many questions as one drawn afresh', () => {
    fc.assert(
      fc.property(bankOf(false), linesOf, linesOf, fc.string(), (pool, first, next, seed) => {
        const before = draw({ pool, lines: first, seed })
        const after = draw({ pool, lines: next, seed, kept: before.kept })
        expect(after.questionIds).toHaveLength(draw({ pool, lines: next, seed }).questionIds.length)
        expect(new Set(after.questionIds).size).toBe(after.questionIds.length)
      }),
      { numRuns: 300 },
    )
  })

  it('gives way to no enemy: the newcomer stays out, and is named', () => {
    fc.assert(
      fc.property(
        bankOf(true),
        linesOf,
        fc.constantFrom('count', 'line', 'bank'),
        fc.nat(),
        fc.string(),
        (pool, lines, kind, at, seed) => {
          const before = draw({ pool, lines, seed })
          const after = draw({ ...added(kind, { pool, lines, questionIds: [], at }), seed, kept: before.kept })
          expect(missingFrom(after.questionIds, before.questionIds)).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
    const enemies: PoolQuestion[] = ['x', 'y'].map((id) => ({
      ...{ id, section: 'a', difficulty: 'easy', level: 'remember', type: 'single' },
      enemies: id === 'x' ? ['y'] : [],
    }))
    const before = draw({ pool: enemies, seed: 's', lines: [{ count: 1 }] })
    const [own = ''] = before.questionIds
    const after = draw({ pool: enemies, seed: 'another', lines: [{ count: 2 }], kept: before.kept })
    expect(after.questionIds).toEqual([own])
    expect(after.shortfalls).toMatchObject([{ kind: 'line', enemies: [[own === 'x' ? 'y' : 'x', own]] }])
  })

  it('keeps the pools of the other sections, and how hard every copy is', () => {
    fc.assert(
      fc.property(
        bankOf(false),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
        fc.nat({ max: 2 }),
        fc.string(),
        fc.constantFrom<number[]>([], [0, 1]),
        (pool, counts, at, seed, slots) => {
          const lines = sections.map((section, i) => ({
            section,
            count: counts[i] as number,
            pool: (counts[i] as number) + 2,
          }))
          const before = draw({ pool, lines, seed, slots })
          const more = lines.map((one, i) => (i === at ? { ...one, count: one.count + 1, pool: one.pool + 2 } : one))
          const after = draw({ pool, lines: more, seed, slots, kept: before.kept })
          const elsewhere = (id: string) => pool.find((one) => one.id === id)?.section !== sections[at]
          expect(after.questionIds.filter(elsewhere)).toEqual(before.questionIds.filter(elsewhere))
          for (const id of before.questionIds.filter(elsewhere))
            expect(after.strata.get(id)?.take).toBe(before.strata.get(id)?.take)
          expect(missingFrom(after.questionIds, before.questionIds)).toEqual([])
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is what it was when nothing changed, from any seed', () => {
    fc.assert(
      fc.property(bankOf(true), linesOf, fc.string(), fc.string(), (pool, lines, seed, other) => {
        const before = draw({ pool, lines, seed })
        const again = draw({ pool, lines, seed: other, kept: before.kept })
        expect(again.questionIds).toEqual(before.questionIds)
        expect(again.kept.kept.toSorted()).toEqual(before.kept.kept.toSorted())
      }),
    )
  })

  it('leaves a line that asks for less with those drawn first', () => {
    const pool = [...'abcdef'].map(
      (id): PoolQuestion => ({ id, section: 'a', difficulty: 'easy', level: 'remember', type: 'single' }),
    )
    const before = draw({ pool, lines: [{ count: 4 }], seed: 's' })
    const after = draw({ pool, lines: [{ count: 3 }], seed: 's', kept: before.kept })
    expect(after.questionIds).toEqual(before.questionIds.slice(0, 3))
  })
})

describe('a trainer’s hand on a draw', () => {
  const pool = Array.from(
    { length: 12 },
    (_, i): PoolQuestion => ({
      ...{ id: `q${String(i).padStart(2, '0')}`, section: i % 2 ? 'a' : 'b', difficulty: i % 3 ? 'easy' : 'hard' },
      ...{ level: 'remember', type: 'single' },
    }),
  )
  const lines = [
    { count: 2, section: 'a' },
    { count: 3, section: 'b' },
  ]

  it('locks questions, which another seed keeps, and only those', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.subarray([0, 1, 2, 3, 4]), (seed, other, ranks) => {
        const before = draw({ pool, lines, seed })
        const locked = before.questionIds.filter((_, rank) => ranks.includes(rank))
        const again = draw({ pool, lines, seed: other, kept: { ...before.kept, kept: locked, order: [], locked } })
        expect(missingFrom(again.questionIds, locked)).toEqual([])
        expect(again.kept.locked).toEqual(locked)
        const afresh = draw({ pool, lines, seed: other })
        if (locked.length === 0) expect(again.questionIds).toEqual(afresh.questionIds)
      }),
    )
  })

  it('locks first what a smaller plan keeps', () => {
    const before = draw({ pool, lines, seed: 's' })
    const last = before.questionIds[4] as string
    const after = draw({
      pool,
      lines: [lines[0] as BlueprintLine, { count: 1, section: 'b' }],
      seed: 's',
      kept: { ...before.kept, locked: [last] },
    })
    expect(after.questionIds).toEqual([...before.questionIds.slice(0, 2), last])
  })

  it('replaces one question by another as hard of its section, in its place, and leaves the others', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: 4 }), (seed, rank) => {
        const before = draw({ pool, lines, seed })
        const gone = before.questionIds[rank] as string
        const after = draw({ pool, lines, seed, kept: { ...before.kept, refused: [gone] } })
        expect(after.questionIds).not.toContain(gone)
        const isLike = (id: string) => {
          const [one, other] = [id, gone].map((name) => pool.find((question) => question.id === name))
          return one?.section === other?.section && one?.difficulty === other?.difficulty
        }
        const left = pool.filter(({ id }) => !before.questionIds.includes(id) && isLike(id))
        if (left.length > 0) {
          expect(isLike(after.questionIds[rank] as string)).toBe(true)
          expect(after.questionIds.map((id, i) => (i === rank ? gone : id))).toEqual(before.questionIds)
        } else expect(missingFrom(after.questionIds, before.questionIds)).toEqual([gone])
        // Taken back, it is where it was.
        expect(draw({ pool, lines, seed, kept: before.kept }).questionIds).toEqual(before.questionIds)
      }),
    )
  })

  it('puts questions in an order, which newcomers do not change', () => {
    fc.assert(
      fc.property(fc.string(), fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (seed, ranks) => {
        const before = draw({ pool, lines, seed })
        const order = ranks.map((rank) => before.questionIds[rank] as string)
        const arranged = draw({ pool, lines, seed, kept: { ...before.kept, order } })
        expect(arranged.questionIds).toEqual(order)
        const more = draw({ pool, lines: [...lines, { count: 1 }], seed, kept: arranged.kept })
        expect(more.questionIds.filter((id) => order.includes(id))).toEqual(order)
        expect(more.questionIds).toHaveLength(6)
      }),
    )
  })
})
