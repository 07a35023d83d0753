import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Blueprint, drawPaper, drawQuestions } from '#core/exams/draw.ts'

type PoolQuestion = Parameters<typeof drawQuestions>[0]['pool'][number]
const question = (id: string, more: Partial<PoolQuestion> = {}): PoolQuestion => ({
  id,
  section: 'docker',
  difficulty: 'easy',
  level: 'remember',
  type: 'single',
  ...more,
})
const bank = [
  question('d1'),
  question('d2'),
  question('d3', { difficulty: 'hard' }),
  question('d4', { level: 'apply' }),
  question('k1', { section: 'kubernetes' }),
  question('k2', { section: 'kubernetes', type: 'multiple' }),
]
const draw = (blueprint: Partial<Blueprint>, seed = 'lundi', pool = bank) =>
  drawQuestions({ pool, blueprint: { questionIds: [], lines: [], ...blueprint }, seed })

describe('drawing questions', () => {
  it('takes the questions that must be there first, then what each line asks for', () => {
    const { questionIds, shortfalls } = draw({
      questionIds: ['k2', 'd1', 'k2'],
      lines: [
        { section: 'kubernetes', count: 1 },
        { difficulty: 'hard', count: 1 },
        { level: 'apply', type: 'single', count: 1 },
      ],
    })
    expect(questionIds).toEqual(['k2', 'd1', 'k1', 'd3', 'd4'])
    expect(shortfalls).toEqual([])
  })
  it('says what the bank cannot honour and draws the rest', () => {
    expect(
      draw({
        questionIds: ['gone', 'd1'],
        lines: [
          { count: 1, section: 'helm' },
          { count: 3, section: 'kubernetes' },
        ],
      }),
    ).toEqual({
      questionIds: ['d1', expect.stringMatching(/^k/), expect.stringMatching(/^k/)],
      strata: new Map(),
      slots: new Map(),
      shortfalls: [
        { kind: 'question', questionId: 'gone' },
        { kind: 'line', line: 0, wanted: 1, found: 0 },
        { kind: 'line', line: 1, wanted: 3, found: 2 },
      ],
      kept: expect.objectContaining({ locked: [], refused: [] }),
    })
  })
  it('never gives a wide line what only a narrow one can use', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { questionIds, shortfalls } = draw(
        {
          lines: [
            { section: 'docker', count: 3 },
            { difficulty: 'hard', count: 1 },
          ],
        },
        `${seed}`,
      )
      expect(shortfalls).toEqual([])
      expect(questionIds).toHaveLength(4)
      expect(questionIds.at(-1)).toBe('d3')
    }
  })
  it('moves questions along a chain of lines when that is the only way', () => {
    const pool = [
      question('x', { section: 'a', level: 'apply' }),
      question('y', { section: 'a', difficulty: 'hard' }),
      question('z', { difficulty: 'hard' }),
    ]
    for (let seed = 0; seed < 50; seed += 1) {
      const lines = [
        { count: 1, difficulty: 'hard' as const },
        { count: 1, section: 'a' },
        { count: 1, level: 'apply' as const },
      ]
      expect(draw({ lines }, `${seed}`, pool).questionIds).toEqual(['z', 'y', 'x'])
    }
  })
  it('is the same for the same seed, whatever the order of the bank', () => {
    fc.assert(
      fc.property(fc.string(), fc.shuffledSubarray(bank, { minLength: bank.length }), (seed, pool) => {
        const lines = [{ section: 'docker', count: 2 }, { count: 2 }]
        expect(draw({ lines }, seed, pool)).toEqual(draw({ lines }, seed))
      }),
    )
  })
  it('falls short only when no sharing out could do better', () => {
    const pool = fc.array(
      fc.record({ section: fc.constantFrom('a', 'b'), difficulty: fc.constantFrom('easy', 'hard') }),
      { maxLength: 6 },
    )
    const line = fc.record({
      count: fc.integer({ min: 0, max: 3 }),
      section: fc.constantFrom('a', 'b', undefined),
      difficulty: fc.constantFrom('easy', 'hard', undefined),
    })
    fc.assert(
      fc.property(pool, fc.array(line, { maxLength: 3 }), fc.string(), (some, lines, seed) => {
        const questions = some.map((more, index) => question(`q${index}`, more as Partial<PoolQuestion>))
        const suits = (q: PoolQuestion, l: (typeof lines)[number]) =>
          (l.section === undefined || l.section === q.section) &&
          (l.difficulty === undefined || l.difficulty === q.difficulty)
        // Hall's theorem: the most that can be placed is the least, over sets of lines left out, of what they leave plus what they lose.
        const places = lines.flatMap((l) => Array.from({ length: l.count }, () => l))
        let best = places.length
        for (let set = 0; set < 2 ** lines.length; set += 1) {
          const kept = lines.filter((_, index) => set & (1 << index))
          const lost = lines.filter((_, index) => !(set & (1 << index))).reduce((total, l) => total + l.count, 0)
          best = Math.min(best, lost + questions.filter((q) => kept.some((l) => suits(q, l))).length)
        }
        const { questionIds } = draw({ lines: lines as Blueprint['lines'] }, seed, questions)
        expect(new Set(questionIds).size).toBe(questionIds.length)
        expect(questionIds).toHaveLength(best)
      }),
    )
  })
  it('takes the questions of one document together, as far as the plan allows', () => {
    const about = (id: string) => ({ context: { id, text: `Le document ${id}` } })
    const pool = ['a', 'b', 'c', 'd'].flatMap((name) =>
      [1, 2, 3].map((rank) => question(`${name}${rank}`, { ...about(name), difficulty: rank === 3 ? 'hard' : 'easy' })),
    )
    for (let seed = 0; seed < 60; seed += 1) {
      const { questionIds } = draw({ lines: [{ count: 3 }] }, `${seed}`, pool)
      expect(new Set(questionIds.map((id) => id.charAt(0))).size).toBe(1)
      // The lines are kept exactly, whatever the documents.
      const { questionIds: easy, shortfalls } = draw({ lines: [{ count: 4, difficulty: 'easy' }] }, `${seed}`, pool)
      expect([easy.filter((id) => id.endsWith('3')), shortfalls]).toEqual([[], []])
    }
  })
  describe('with enemies', () => {
    /** Two of six questions at random, said by one of them only. */
    const some = fc.record({
      pool: fc.array(fc.record({ section: fc.constantFrom('a', 'b'), difficulty: fc.constantFrom('easy', 'hard') }), {
        maxLength: 6,
      }),
      named: fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })), { maxLength: 5 }),
      fixed: fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 2 }),
      lines: fc.array(
        fc.record({
          count: fc.integer({ min: 0, max: 3 }),
          pool: fc.constantFrom(undefined, 4),
          section: fc.constantFrom('a', 'b', undefined),
          difficulty: fc.constantFrom('easy', 'hard', undefined),
        }),
        { maxLength: 3 },
      ),
      seed: fc.string(),
    })
    const poolOf = ({ pool, named }: { pool: object[]; named: [number, number][] }) =>
      pool.map((more, index) =>
        question(`q${index}`, {
          ...more,
          enemies: named.filter(([one]) => one === index).map(([, other]) => `q${other}`),
        }),
      )
    const isPair = (named: readonly [number, number][], one: string, other: string) =>
      one !== other && named.some(([a, b]) => [`q${a}`, `q${b}`].sort().join() === [one, other].sort().join())

    it('never draws two of them, for a copy or a pool, whichever names the other', () => {
      fc.assert(
        fc.property(some, ({ lines, fixed, seed, ...given }) => {
          const blueprint = { lines: lines as Blueprint['lines'], questionIds: fixed.map((index) => `q${index}`) }
          const { questionIds, shortfalls } = draw(blueprint, seed, poolOf(given))
          const together = questionIds.flatMap((one, rank) =>
            questionIds.slice(rank + 1).filter((other) => isPair(given.named, one, other)),
          )
          // Two fixed enemies are told, and only they can be together.
          expect(together).toHaveLength(shortfalls.filter(({ kind }) => kind === 'enemies').length)
        }),
        { numRuns: 300 },
      )
    })
    it('falls short only when no sharing out could do better', () => {
      fc.assert(
        fc.property(some, ({ lines, seed, ...given }) => {
          const pool = poolOf(given)
          const alone = lines.map((line) => ({ ...line, pool: undefined })) as Blueprint['lines']
          const placed = (questions: PoolQuestion[]) =>
            draw(
              { lines: alone },
              seed,
              questions.map((one) => ({ ...one, enemies: [] })),
            ).questionIds.length
          let best = 0
          for (let set = 0; set < 2 ** pool.length; set += 1) {
            const kept = pool.filter((_, index) => set & (1 << index))
            const isPeaceful = kept.every(({ id }) => kept.every((other) => !isPair(given.named, id, other.id)))
            if (isPeaceful) best = Math.max(best, placed(kept))
          }
          expect(draw({ lines: alone }, seed, pool).questionIds).toHaveLength(best)
        }),
        { numRuns: 60 },
      )
    })
    it('says which two keep a line or a pool from being filled', () => {
      const pool = [question('x', { enemies: ['y'] }), question('y'), question('z', { section: 'b' })]
      const line = { section: 'docker', count: 2 }
      const lack = { line: 0, wanted: 2, found: 1 }
      expect(draw({ lines: [line] }, 'lundi', pool).shortfalls).toEqual([
        { kind: 'line', ...lack, enemies: [expect.toSatisfy((pair) => pair.toSorted().join() === 'x,y')] },
      ])
      expect(draw({ questionIds: ['x'], lines: [{ section: 'docker', count: 1 }] }, 'lundi', pool).shortfalls).toEqual([
        { kind: 'line', line: 0, wanted: 1, found: 0, enemies: [['y', 'x']] },
      ])
      expect(draw({ lines: [{ section: 'docker', count: 1, pool: 2 }] }, 'lundi', pool).shortfalls).toMatchObject([
        { kind: 'pool', ...lack, enemies: [expect.anything()] },
      ])
      expect(draw({ questionIds: ['x', 'z', 'y'] }, 'lundi', pool)).toMatchObject({
        questionIds: ['x', 'z', 'y'],
        shortfalls: [{ kind: 'enemies', pair: ['x', 'y'] }],
      })
    })
    it('parts many pairs of a large bank in a moment', () => {
      const pairs = Array.from({ length: 400 }, (_, i) => [
        question(`a${i}`, { enemies: [`b${i}`], section: 's' }),
        question(`b${i}`, { section: 's' }),
      ]).flat()
      const before = performance.now()
      expect(draw({ lines: [{ section: 's', count: 60, pool: 120 }] }, 'x', pairs).shortfalls).toEqual([])
      expect(performance.now() - before).toBeLessThan(2_000)
    })
  })
  it('gives every question of a section the same chance (χ² over 20,000 seeds)', () => {
    const counts = countsOver((seed) =>
      draw({ lines: [{ section: 'docker', count: 2 }] }, seed)
        .questionIds.toSorted()
        .join(),
    )
    expect(counts.size).toBe(6)
    expect(chiSquared(counts, 6)).toBeLessThan(20.5) // p = 0.001 at 5 degrees of freedom
  })
})

const choices = (...ids: string[]) => ids.map((id) => ({ id, keepLast: false }))
const five = ['q1', 'q2', 'q3', 'q4', 'q5'].map((id) => ({
  id,
  type: 'single' as const,
  choices: choices('a', 'b', 'c', 'd'),
}))
const paper = (seed: string, more: Partial<Parameters<typeof drawPaper>[0]> = {}) =>
  drawPaper({ questions: five, shuffleQuestions: true, shuffleChoices: true, seed, ...more })

describe('drawing a paper', () => {
  it('keeps the order of the exam when nothing is to be shuffled', () => {
    expect(paper('lundi', { shuffleQuestions: false, shuffleChoices: false })).toEqual(
      five.map(({ id }) => ({ questionId: id, choiceIds: ['a', 'b', 'c', 'd'] })),
    )
  })
  it('keeps last what must stay last, in the order of the file, and « Vrai, Faux » as it is', () => {
    const last = [...choices('a', 'b'), { id: 'all', keepLast: true }, ...choices('c'), { id: 'none', keepLast: true }]
    const questions = [
      { id: 'q', type: 'multiple' as const, choices: last },
      { id: 'tf', type: 'true_false' as const, choices: choices('a', 'b') },
    ]
    for (let seed = 0; seed < 100; seed += 1) {
      const [q, tf] = paper(`${seed}`, { questions, shuffleQuestions: false })
      expect(q?.choiceIds.slice(3)).toEqual(['all', 'none'])
      expect(q?.choiceIds.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c'])
      expect(tf?.choiceIds).toEqual(['a', 'b'])
    }
  })
  it('keeps the questions of one document next to each other, shuffled or not, and shuffles them', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', undefined), { maxLength: 9 })
    fc.assert(
      fc.property(letters, fc.boolean(), fc.string(), (names, shuffleQuestions, seed) => {
        const questions = names.map((name, index) => ({
          ...five[0],
          id: `q${index}`,
          type: 'single' as const,
          choices: choices('a', 'b'),
          context: name ? { id: name, text: `Le document ${name}` } : undefined,
        }))
        const drawn = paper(seed, { questions, shuffleQuestions }).map(({ questionId }) => questionId)
        expect(drawn.toSorted()).toEqual(questions.map(({ id }) => id).toSorted())
        for (const letter of ['a', 'b']) {
          const places = drawn.flatMap((id, place) => (names[Number(id.slice(1))] === letter ? [place] : []))
          expect(places).toEqual(places.map((_, rank) => (places[0] ?? 0) + rank))
        }
      }),
    )
    const pair = five.slice(0, 2).map((one) => ({ ...one, context: { id: 'a', text: 'Un' } }))
    const orders = Array.from({ length: 40 }, (_, seed) =>
      paper(`${seed}`, { questions: pair })
        .map(({ questionId }) => questionId)
        .join(),
    )
    expect(new Set(orders)).toEqual(new Set(['q1,q2', 'q2,q1']))
  })
  it('is the same for the same seed, and for a question whatever else is asked', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(paper(seed)).toEqual(paper(seed))
        const alone = paper(seed, { questions: five.slice(2, 3) })
        expect(paper(seed)).toContainEqual(alone[0])
      }),
    )
  })
  it('gives every order of choices the same chance (χ² over 20,000 seeds)', () => {
    const counts = countsOver((seed) => paper(seed, { questions: five.slice(0, 1) })[0]?.choiceIds.join() as string)
    expect(counts.size).toBe(24)
    expect(chiSquared(counts, 24)).toBeLessThan(49.7) // p = 0.001 at 23 degrees of freedom
  })
  it('gives every order of questions the same chance (χ² over 20,000 seeds)', () => {
    const counts = countsOver((seed) =>
      paper(seed, { shuffleChoices: false })
        .map(({ questionId }) => questionId)
        .join(),
    )
    expect(counts.size).toBe(120)
    expect(chiSquared(counts, 120)).toBeLessThan(173.6) // p = 0.001 at 119 degrees of freedom
  })
  it('says nothing of one question by the order of another (χ² over 20,000 seeds)', () => {
    const first = (ids: readonly string[] | undefined) => ids?.[0] as string
    const counts = countsOver((seed) => {
      const drawn = paper(seed, { questions: five.slice(0, 2), shuffleQuestions: false })
      return first(drawn[0]?.choiceIds) + first(drawn[1]?.choiceIds)
    })
    expect(chiSquared(counts, 16)).toBeLessThan(37.7) // p = 0.001 at 15 degrees of freedom
  })
})

function countsOver(outcomeOf: (seed: string) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (let seed = 0; seed < 20_000; seed += 1) {
    const outcome = outcomeOf(`exam/${seed}`)
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  return counts
}

function chiSquared(counts: Map<string, number>, cells: number): number {
  const expected = 20_000 / cells
  return [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}
