/**
 * From a bank to an exam, and from an exam to one student's paper. The same seed gives the same draw, for ever: what
 * is drawn is stored anyway, the seed is kept to prove it.
 */

import type { BloomLevel, Choice, Difficulty, Question, QuestionType } from '#core/questions/question.ts'
import { chanceFrom, shuffled } from '#core/seed.ts'
import { type Stratum, widen } from './pools.ts'
import { shareOut } from './share-out.ts'

/** So many questions that answer this description; what is not said does not matter. */
export type BlueprintLine = {
  readonly count: number
  /** More than `count`: the exam holds so many, and each copy asks its own `count` of them. */
  readonly pool?: number | undefined
  readonly section?: string | undefined
  readonly difficulty?: Difficulty | undefined
  readonly level?: BloomLevel | undefined
  readonly type?: QuestionType | undefined
}

export type Blueprint = {
  /** Questions that must be there, in this order, before what is drawn. */
  readonly questionIds: readonly string[]
  readonly lines: readonly BlueprintLine[]
}

/** What the bank cannot honour. `line` counts from 0. */
export type Shortfall =
  | { readonly kind: 'line' | 'pool'; readonly line: number; readonly wanted: number; readonly found: number }
  | { readonly kind: 'question'; readonly questionId: string }

export type Draw = {
  /** All the exam holds; a copy asks those of no stratum and its share of the others (core/exams/pools.ts). */
  readonly questionIds: readonly string[]
  readonly strata: ReadonlyMap<string, Stratum>
  readonly shortfalls: readonly Shortfall[]
}

type PoolQuestion = Pick<Question, 'id' | 'section' | 'difficulty' | 'level' | 'type'> & {
  /** What it is worth and how it is marked, in any words: copies are equal in it. */
  readonly terms?: string
}
type DrawOptions = { readonly pool: readonly PoolQuestion[]; readonly blueprint: Blueprint; readonly seed: string }

/**
 * No question twice. Lines may overlap (« five of this section », « two hard ones »): a line falls short only when no
 * way of sharing the questions out could fill it. The order of the pool does not matter; what is not in it is not
 * drawn, so the caller leaves out practice questions and retired ones.
 */
export function drawQuestions({ pool, blueprint, seed }: DrawOptions): Draw {
  const known = new Set(pool.map(({ id }) => id))
  const fixed = new Set(blueprint.questionIds)
  const missing = [...fixed].filter((id) => !known.has(id))
  const free = pool.filter(({ id }) => !fixed.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const questions = shuffled(free, chanceFrom(`${seed}/draw`))
  const lines = blueprint.lines.map((line) => ({ ...line, takes: (question: PoolQuestion) => fits(question, line) }))
  const drawn = shareOut(questions, lines)
  const { extras, strata } = widen({ questions, lines, drawn, taken: new Set(drawn.flat()) })
  const short = lines.flatMap(({ count, pool: wanted = 0 }, line): Shortfall[] => {
    const found = (drawn[line] as string[]).length
    if (found < count) return [{ kind: 'line', line, wanted: count, found }]
    const inPool = found + (extras[line] as string[]).length
    return inPool < wanted ? [{ kind: 'pool', line, wanted, found: inPool }] : []
  })
  return {
    questionIds: [
      ...[...fixed].filter((id) => known.has(id)),
      ...drawn.flatMap((ids, line) => [...ids, ...(extras[line] as string[])]),
    ],
    strata,
    shortfalls: [...missing.map((questionId) => ({ kind: 'question' as const, questionId })), ...short],
  }
}

type AskedQuestion = Pick<Question, 'id' | 'type'> & { readonly choices: readonly Pick<Choice, 'id' | 'keepLast'>[] }
type PaperOptions = {
  readonly questions: readonly AskedQuestion[]
  readonly shuffleQuestions: boolean
  readonly shuffleChoices: boolean
  readonly seed: string
}

/** What one student sees, in order. */
export type PaperQuestion = { readonly questionId: string; readonly choiceIds: readonly string[] }

/** Each question has its own chance, so that the order of its choices does not depend on the rest of the paper. */
export function drawPaper({ questions, shuffleQuestions, shuffleChoices, seed }: PaperOptions): PaperQuestion[] {
  const order = shuffleQuestions ? shuffled(questions, chanceFrom(`${seed}/questions`)) : questions
  return order.map((question) => ({
    questionId: question.id,
    choiceIds: (shuffleChoices ? choicesInChance(question, seed) : question.choices).map(({ id }) => id),
  }))
}

/** « Vrai, Faux » keeps the order everybody expects; what must stay last stays last, in the order of the file. */
function choicesInChance({ id, type, choices }: AskedQuestion, seed: string): AskedQuestion['choices'] {
  if (type === 'true_false') return choices
  const moving = choices.filter(({ keepLast }) => !keepLast)
  return [...shuffled(moving, chanceFrom(`${seed}/choices/${id}`)), ...choices.filter(({ keepLast }) => keepLast)]
}

function fits(question: PoolQuestion, { section, difficulty, level, type }: BlueprintLine): boolean {
  const agrees = (wanted: string | undefined, is: string) => wanted === undefined || wanted === is
  return (
    agrees(section, question.section) &&
    agrees(difficulty, question.difficulty) &&
    agrees(level, question.level) &&
    agrees(type, question.type)
  )
}
