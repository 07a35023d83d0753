import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawQuestions } from '#core/exams/draw.ts'
import { proposeExam, type SectionSupply, suggestedCount } from '#core/exams/exam-proposal.ts'
import { difficulties } from '#core/questions/question.ts'

const seconds = fc.array(fc.integer({ min: 10, max: 600 }), { maxLength: 9 })
const supplies = fc
  .array(fc.record({ easy: seconds, medium: seconds, hard: seconds }), { maxLength: 14 })
  .map((all) => all.map((bySeconds, index): SectionSupply => ({ section: `s${index}`, seconds: bySeconds })))
const counts = fc.integer({ min: 1, max: 60 })

const available = ({ seconds: held }: SectionSupply) => difficulties.reduce((sum, one) => sum + held[one].length, 0)
const totalOf = (supply: readonly SectionSupply[]) => supply.reduce((sum, one) => sum + available(one), 0)
const askedOf = (lines: ReturnType<typeof proposeExam>['lines'], section: string) =>
  lines.reduce((sum, line) => (line.section === section ? sum + line.count : sum), 0)

const filled = (section: string, easy: number, medium: number, hard: number): SectionSupply => ({
  section,
  seconds: { easy: Array(easy).fill(45), medium: Array(medium).fill(60), hard: Array(hard).fill(90) },
})

describe('a proposed exam', () => {
  it('asks as many questions as wanted, or all there are', () => {
    fc.assert(
      fc.property(supplies, counts, (supply, count) => {
        const { lines, asked } = proposeExam({ supply, count })
        expect(asked).toBe(Math.min(count, totalOf(supply)))
        expect(lines.reduce((sum, line) => sum + line.count, 0)).toBe(asked)
      }),
    )
  })

  it('never asks more than there is, and the draw honours every line', () => {
    fc.assert(
      fc.property(supplies, counts, (supply, count) => {
        const { lines } = proposeExam({ supply, count })
        for (const line of lines) {
          const held = supply.find(({ section }) => section === line.section)
          expect(line.count).toBeGreaterThan(0)
          expect(line.count).toBeLessThanOrEqual(held?.seconds[line.difficulty].length ?? 0)
        }
        const pool = supply.flatMap(({ section, seconds: held }) =>
          difficulties.flatMap((difficulty) =>
            held[difficulty].map((_, rank) => ({
              ...{ id: `${section}-${difficulty}-${rank}`, section, difficulty },
              ...{ level: 'understand' as const, type: 'single' as const },
            })),
          ),
        )
        expect(drawQuestions({ pool, blueprint: { questionIds: [], lines }, seed: 'x' }).shortfalls).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('covers every section that can be covered', () => {
    fc.assert(
      fc.property(supplies, counts, (supply, count) => {
        const { lines, uncovered } = proposeExam({ supply, count })
        const able = supply.filter((one) => available(one) > 0)
        const covered = able.filter(({ section }) => askedOf(lines, section) > 0)
        expect(covered.length).toBe(Math.min(count, able.length))
        // What is left out is said, with why.
        const left = supply.filter(({ section }) => askedOf(lines, section) === 0)
        expect(uncovered).toEqual(
          left.map((one) => ({ section: one.section, why: available(one) === 0 ? 'no_question' : 'too_few_asked' })),
        )
      }),
    )
  })

  it('lasts at least the longest draw, to five minutes', () => {
    fc.assert(
      fc.property(supplies, counts, (supply, count) => {
        const { lines, longestSeconds, minutes } = proposeExam({ supply, count })
        const longest = lines.reduce((sum, { section, difficulty, count: taken }) => {
          const held = supply.find((one) => one.section === section)?.seconds[difficulty] ?? []
          return (
            sum +
            [...held]
              .sort((a, b) => b - a)
              .slice(0, taken)
              .reduce((all, one) => all + one, 0)
          )
        }, 0)
        expect(longestSeconds).toBe(longest)
        expect(minutes % 5).toBe(0)
        expect(minutes).toBeGreaterThanOrEqual(5)
        expect(minutes).toBeLessThanOrEqual(600)
        if (longest <= 30_000) expect(minutes * 60).toBeGreaterThanOrEqual(longest)
      }),
    )
  })

  it('gives a section a share that grows with its questions, without one question more than its neighbour needs', () => {
    fc.assert(
      fc.property(supplies, counts, (supply, count) => {
        const { lines } = proposeExam({ supply, count })
        const able = supply.filter((one) => available(one) > 0)
        if (count < able.length) return
        for (const one of able)
          for (const other of able)
            if (available(one) > available(other))
              expect(askedOf(lines, one.section)).toBeGreaterThanOrEqual(askedOf(lines, other.section))
      }),
    )
  })

  it('is the same for the same bank', () => {
    fc.assert(
      fc.property(supplies, counts, (supply, count) => {
        expect(proposeExam({ supply, count })).toEqual(proposeExam({ supply, count }))
      }),
    )
  })

  it('spreads what is too few over the whole course', () => {
    const supply = Array.from({ length: 10 }, (_, index) => filled(`s${index}`, 1, 1, 1))
    const { lines } = proposeExam({ supply, count: 3 })
    expect(lines.map(({ section }) => section)).toEqual(['s1', 's5', 's8'])
  })

  it('mixes difficulties: two fifths easy, two fifths medium, one fifth hard, where the bank allows', () => {
    const supply = ['a', 'b', 'c', 'd'].map((section) => filled(section, 9, 9, 9))
    const { byDifficulty } = proposeExam({ supply, count: 20 })
    expect(byDifficulty).toEqual({ easy: 8, medium: 8, hard: 4 })
    const onlyHard = ['a', 'b'].map((section) => filled(section, 0, 1, 9))
    expect(proposeExam({ supply: onlyHard, count: 6 }).byDifficulty).toEqual({ easy: 0, medium: 2, hard: 4 })
  })

  it('of twenty questions of a minute lasts twenty-five minutes', () => {
    const supply = ['a', 'b'].map((section) => filled(section, 0, 10, 0))
    expect(proposeExam({ supply, count: 20 })).toMatchObject({ longestSeconds: 1200, minutes: 25 })
  })

  it('says so when there is nothing to ask', () => {
    expect(proposeExam({ supply: [filled('a', 0, 0, 0)], count: 20 })).toMatchObject({
      ...{ lines: [], asked: 0, longestSeconds: 0 },
      uncovered: [{ section: 'a', why: 'no_question' }],
    })
  })
})

describe('the number of questions suggested', () => {
  it('is twenty, or one of each section of a longer course, within what the bank has', () => {
    const course = (sections: number, each: number) =>
      Array.from({ length: sections }, (_, index) => filled(`s${index}`, each, 0, 0))
    expect(suggestedCount(course(5, 9))).toBe(20)
    expect(suggestedCount(course(32, 3))).toBe(32)
    expect(suggestedCount(course(5, 2))).toBe(10)
    expect(suggestedCount(course(300, 2))).toBe(200)
    expect(suggestedCount([])).toBe(0)
  })
})
