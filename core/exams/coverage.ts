/** Coverage of a course by its bank: sections × difficulty × level, which cells are empty, what a plan would lack. */

import { type BloomLevel, bloomLevels, type Difficulty, difficulties, type Question } from '#core/questions/question.ts'
import { type Blueprint, drawQuestions } from './draw.ts'

export type Covered = Pick<Question, 'id' | 'section' | 'difficulty' | 'level' | 'type'> & {
  readonly enemies?: readonly string[] | null | undefined
}
export type CoverageCell = { readonly difficulty: Difficulty; readonly level: BloomLevel; readonly count: number }
export type SectionCoverage = {
  readonly section: string
  readonly total: number
  readonly byDifficulty: Readonly<Record<Difficulty, number>>
  readonly byLevel: Readonly<Record<BloomLevel, number>>
  /** Every combination, the empty ones included. */
  readonly cells: readonly CoverageCell[]
  /** Questions the plan takes from this section: the fixed ones and those of its lines. */
  readonly planned: number
  /** How many of those the bank lacks. */
  readonly missing: number
  /** Difficulties and levels without a question that a line of the plan asks for. */
  readonly needed: readonly (Difficulty | BloomLevel)[]
}
type CoverageInput = {
  readonly sections: readonly string[]
  readonly questions: readonly Covered[]
  readonly plan: Blueprint
}

/** Exam questions only: the caller leaves out those kept for practice. */
export function coverageOf({ sections, questions, plan }: CoverageInput): SectionCoverage[] {
  const { shortfalls } = drawQuestions({ pool: questions, blueprint: plan, seed: 'coverage' })
  const lackOf = (line: number) =>
    shortfalls.reduce((sum, one) => ('line' in one && one.line === line ? sum + one.wanted - one.found : sum), 0)
  const sectionOf = new Map(questions.map(({ id, section }) => [id, section]))
  return sections.map((section) => {
    const here = questions.filter((question) => question.section === section)
    const lines = plan.lines.flatMap((line, rank) =>
      line.section === section ? [{ ...line, lack: lackOf(rank) }] : [],
    )
    const fixed = plan.questionIds.filter((id) => sectionOf.get(id) === section).length
    const lacking = lines.filter(({ lack }) => lack > 0)
    const byDifficulty = countsBy(difficulties, here, 'difficulty')
    const byLevel = countsBy(bloomLevels, here, 'level')
    return {
      section,
      total: here.length,
      byDifficulty,
      byLevel,
      cells: difficulties.flatMap((difficulty) =>
        bloomLevels.map((level) => ({
          difficulty,
          level,
          count: here.filter((question) => question.difficulty === difficulty && question.level === level).length,
        })),
      ),
      planned: fixed + lines.reduce((sum, { count, pool = 0 }) => sum + Math.max(count, pool), 0),
      missing: lines.reduce((sum, { lack }) => sum + lack, 0),
      needed: [
        ...difficulties.filter((one) => byDifficulty[one] === 0 && lacking.some((line) => line.difficulty === one)),
        ...bloomLevels.filter((one) => byLevel[one] === 0 && lacking.some((line) => line.level === one)),
      ],
    }
  })
}

export const emptySections = (coverage: readonly SectionCoverage[]): string[] =>
  coverage.filter(({ total }) => total === 0).map(({ section }) => section)

function countsBy<Name extends string>(names: readonly Name[], here: readonly Covered[], by: 'difficulty' | 'level') {
  const counts = names.map((name) => [name, here.filter((question) => question[by] === name).length])
  return Object.fromEntries(counts) as Record<Name, number>
}
