/**
 * From a bank to an exam, and from an exam to one student's paper. The same seed gives the same draw, for ever: what
 * is drawn is stored anyway, the seed is kept to prove it.
 */
import type { BloomLevel, Choice, Difficulty, Question, QuestionType } from './question.ts'
import { chanceFrom, shuffled } from './seed.ts'

/** So many questions that answer this description; what is not said does not matter. */
export type BlueprintLine = {
  readonly count: number
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
  | { readonly kind: 'line'; readonly line: number; readonly wanted: number; readonly found: number }
  | { readonly kind: 'question'; readonly questionId: string }

export type Draw = { readonly questionIds: readonly string[]; readonly shortfalls: readonly Shortfall[] }

type PoolQuestion = Pick<Question, 'id' | 'section' | 'difficulty' | 'level' | 'type'>
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
  const drawn = shareOut(shuffled(free, chanceFrom(`${seed}/draw`)), blueprint.lines)
  const short = blueprint.lines.flatMap(({ count }, line) => {
    const found = (drawn[line] as string[]).length
    return found < count ? [{ kind: 'line' as const, line, wanted: count, found }] : []
  })
  return {
    questionIds: [...[...fixed].filter((id) => known.has(id)), ...drawn.flat()],
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

/** Per line, the ids it gets: a maximum matching of places to questions, by augmenting paths (Kuhn, 1955). */
function shareOut(questions: readonly PoolQuestion[], lines: readonly BlueprintLine[]): string[][] {
  const lineOf = new Map<string, number>()

  const placeOneMore = (line: number, asked: Set<string>): boolean => {
    const fitting = questions.filter(
      (question) => fits(question, lines[line] as BlueprintLine) && !asked.has(question.id),
    )
    const unused = fitting.find(({ id }) => !lineOf.has(id))
    if (unused) {
      lineOf.set(unused.id, line)
      return true
    }
    // Every fitting question is taken: ask each holder whether it can do with another.
    return fitting.some(({ id }) => {
      const holder = lineOf.get(id) as number
      if (asked.has(id) || holder === line || !placeOneMore(holder, asked.add(id))) return false
      lineOf.set(id, line)
      return true
    })
  }

  lines.forEach(({ count }, line) => {
    for (let placed = 0; placed < count && placeOneMore(line, new Set()); placed += 1);
  })
  return lines.map((_, line) => questions.filter(({ id }) => lineOf.get(id) === line).map(({ id }) => id))
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
