/**
 * From a bank to an exam, and from an exam to one student's paper. The same seed always gives the same draw; the draw
 * is stored anyway, and the seed is kept to prove it.
 */

import { listedChoices, partsOf } from '#core/questions/parts.ts'
import {
  type BloomLevel,
  type Choice,
  contextKey,
  type Difficulty,
  type Question,
  type QuestionContext,
  type QuestionType,
} from '#core/questions/question.ts'
import { chanceFrom, inBlocks, shuffled, shuffledInBlocks } from '#core/seed.ts'
import { type Enemies, type EnemyPair, enemiesAmong, pairsAmong } from './enemies.ts'
import { cellOf, type Stratum, widen } from './pools.ts'
import { shareOut } from './share-out.ts'
import { allotToSlots } from './slot-questions.ts'

/** `count` questions that match these criteria; an absent criterion matches everything. */
export type BlueprintLine = {
  readonly count: number
  /** Must exceed `count`: the exam then holds this many questions, and each copy asks `count` of them. */
  readonly pool?: number | undefined
  readonly section?: string | undefined
  readonly difficulty?: Difficulty | undefined
  readonly level?: BloomLevel | undefined
  readonly type?: QuestionType | undefined
}

export type Blueprint = {
  /** Questions that must be included, in this order, before the drawn ones. */
  readonly questionIds: readonly string[]
  readonly lines: readonly BlueprintLine[]
}

/** What the bank lacks for the plan. `line` counts from 0. */
export type Shortfall =
  | {
      readonly kind: 'line' | 'pool'
      readonly line: number
      readonly wanted: number
      readonly found: number
      /** Questions left out because of an enemy that is drawn: the question, then its enemy. Absent when there are none. */
      readonly enemies?: EnemyPair[]
    }
  | { readonly kind: 'question'; readonly questionId: string }
  /** Two questions that must be there, and that are never asked together. */
  | { readonly kind: 'enemies'; readonly pair: EnemyPair }

/**
 * What is kept of a draw while the plan and the bank change: a question that was drawn stays drawn as long as the plan
 * has a place for it. All of them by id.
 */
export type KeptDraw = {
  /** The questions of the lines, in the order in which they were drawn. */
  readonly kept: readonly string[]
  /** Every question of the exam, in the order in which it asks them. */
  readonly order: readonly string[]
  /** Which another seed keeps too. */
  readonly locked: readonly string[]
  /** Which a trainer replaced: no line draws them. */
  readonly refused: readonly string[]
}

export type Draw = {
  /**
   * All questions of the exam; a copy asks those without a stratum and its share of the others (core/exams/pools.ts).
   */
  readonly questionIds: readonly string[]
  readonly strata: ReadonlyMap<string, Stratum>
  /** By id, the slots that ask a question; absent: all of them (core/exams/slot-questions.ts). */
  readonly slots: ReadonlyMap<string, readonly number[]>
  readonly shortfalls: readonly Shortfall[]
  /** For the next draw of the same exam. */
  readonly kept: KeptDraw
}

type PoolQuestion = Pick<Question, 'id' | 'section' | 'difficulty' | 'level' | 'type'> & {
  readonly enemies?: readonly string[] | null | undefined
  readonly context?: QuestionContext | null | undefined
  /** Points and scale as an opaque text, only compared: copies must be equal in it. */
  readonly terms?: string
}
type DrawOptions = {
  readonly pool: readonly PoolQuestion[]
  readonly blueprint: Blueprint
  readonly seed: string
  /** The numbers of the slots that should ask different questions; none: all slots ask the same. */
  readonly slots?: readonly number[]
  /** Of the draw before; absent: everything is drawn from the seed. */
  readonly kept?: KeptDraw
}

const nothingKept: KeptDraw = { kept: [], order: [], locked: [], refused: [] }

/**
 * No question twice, and no two enemies. Lines may overlap (« five of this section », « two hard ones »): a line falls short only when no
 * assignment of the questions could fill it. The order of the pool does not matter; the caller leaves practice
 * questions and retired ones out of it. Questions of one context come together, as far as the lines allow. What was drawn
 * before stays: adding to the plan or to the bank takes nothing out.
 */
export function drawQuestions({ pool, blueprint, seed, slots = [], kept: former = nothingKept }: DrawOptions): Draw {
  const known = new Set(pool.map(({ id }) => id))
  const fixed = new Set(blueprint.questionIds)
  const missing = [...fixed].filter((id) => !known.has(id))
  const enemies = enemiesAmong(pool)
  const isBarred = ({ id }: PoolQuestion) => [...(enemies.get(id) ?? [])].some((enemy) => fixed.has(enemy))
  const free = pool.filter(({ id }) => !fixed.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const order = shuffledInBlocks(free, { blockOf: ({ context }) => contextKey(context), seed: `${seed}/draw` })
  const allowed = order.filter((question) => !isBarred(question))
  const lines = blueprint.lines.map((line) => ({ ...line, takes: (question: PoolQuestion) => fits(question, line) }))
  const instead = substitutesFor(former, { questions: allowed, pool, lines, enemies })
  const replaced = (ids: readonly string[]) => ids.map((id) => instead.get(id) ?? id)
  const refused = new Set(former.refused)
  const kept = [...new Set([...former.locked, ...replaced(former.kept)])].filter((id) => !refused.has(id))
  const byId = new Map(allowed.map((question) => [question.id, question]))
  const first = kept.flatMap((id) => byId.get(id) ?? [])
  const isFirst = new Set(kept)
  const questions = [...first, ...allowed.filter(({ id }) => !refused.has(id) && !isFirst.has(id))]
  const drawn = shareOut(questions, lines, { enemies, kept })
  const taken = new Set(drawn.flat())
  const slotCount = Math.max(1, slots.length)
  const { extras, strata } = widen({ questions, lines, drawn, taken, enemies, kept, slotCount })
  const inPlan = [
    ...[...fixed].filter((id) => known.has(id)),
    ...drawn.flatMap((ids, line) => [...ids, ...(extras[line] as string[])]),
  ]
  const questionIds = arranged(inPlan, replaced(former.order))
  const asked = new Set(questionIds)
  const leftOut = (takes: (question: PoolQuestion) => boolean) => {
    const pairs = free.flatMap((question): EnemyPair[] => {
      if (asked.has(question.id) || !takes(question)) return []
      const enemy = [...(enemies.get(question.id) ?? [])].find((one) => asked.has(one))
      return enemy === undefined ? [] : [[question.id, enemy]]
    })
    return pairs.length > 0 ? { enemies: pairs } : {}
  }
  const short = lines.flatMap(({ count, pool: wanted = 0, takes }, line): Shortfall[] => {
    const own = drawn[line] as string[]
    const found = own.length
    if (found < count) return [{ kind: 'line', line, wanted: count, found, ...leftOut(takes) }]
    const inPool = found + (extras[line] as string[]).length
    if (inPool >= wanted) return []
    const cells = new Set(questions.filter(({ id }) => own.includes(id)).map(cellOf))
    const fitsPool = (question: PoolQuestion) => cells.has(cellOf(question)) && takes(question)
    return [{ kind: 'pool', line, wanted, found: inPool, ...leftOut(fitsPool) }]
  })
  const clashes = pairsAmong(
    [...fixed].filter((id) => known.has(id)),
    enemies,
  )
  return {
    questionIds,
    strata,
    slots: slots.length > 1 ? allotted({ ids: questionIds, strata, pool, seed, slots }) : new Map(),
    shortfalls: [
      ...missing.map((questionId) => ({ kind: 'question' as const, questionId })),
      ...clashes.map((pair) => ({ kind: 'enemies' as const, pair })),
      ...short,
    ],
    kept: {
      kept: inPlan.filter((id) => !fixed.has(id)),
      order: questionIds,
      locked: former.locked.filter((id) => asked.has(id)),
      refused: former.refused.filter((id) => known.has(id)),
    },
  }
}

type Substituting = {
  /** The questions that may be drawn, in the order of the seed. */
  readonly questions: readonly PoolQuestion[]
  readonly pool: readonly PoolQuestion[]
  readonly lines: readonly { readonly takes: (question: PoolQuestion) => boolean }[]
  readonly enemies: Enemies
}

/** By refused question that was drawn, the one that takes its place: as hard, worth as much, for the same lines. */
function substitutesFor({ kept, refused }: KeptDraw, { questions, pool, lines, enemies }: Substituting) {
  const instead = new Map<string, string>()
  const barred = new Set([...kept, ...refused])
  for (const gone of pool.filter(({ id }) => refused.includes(id) && kept.includes(id))) {
    const isAlike = (question: PoolQuestion) =>
      cellOf(question) === cellOf(gone) && lines.every(({ takes }) => takes(question) === takes(gone))
    const isFree = ({ id }: PoolQuestion) =>
      !barred.has(id) && ![...(enemies.get(id) ?? [])].some((enemy) => kept.includes(enemy) && enemy !== gone.id)
    const next = questions.find((question) => isAlike(question) && isFree(question))
    if (!next) continue
    instead.set(gone.id, next.id)
    barred.add(next.id)
  }
  return instead
}

/** As they were ordered; one that was not there comes after the one before it in the plan. */
function arranged(inPlan: readonly string[], order: readonly string[]): string[] {
  const there = new Set(inPlan)
  const placed = [...new Set(order)].filter((id) => there.has(id))
  inPlan.forEach((id, rank) => {
    if (order.includes(id)) return
    const before = rank === 0 ? -1 : placed.indexOf(inPlan[rank - 1] as string)
    placed.splice(before + 1, 0, id)
  })
  return placed
}

type Allotting = Pick<DrawOptions, 'pool' | 'seed'> & {
  readonly ids: readonly string[]
  readonly strata: ReadonlyMap<string, Stratum>
  readonly slots: readonly number[]
}

function allotted({ ids, strata, pool, seed, slots }: Allotting): Draw['slots'] {
  const byId = new Map(pool.map((question) => [question.id, question]))
  const questions = ids.map((id) => ({ id, stratum: strata.get(id) ?? null }))
  const blockOf = ({ id }: { id: string }) => contextKey(byId.get(id)?.context)
  return new Map([...allotToSlots(questions, { seed, slots, blockOf })].map(([{ id }, of]) => [id, of]))
}

type AskedQuestion = Pick<Question, 'id' | 'type' | 'context'> & {
  readonly choices: readonly Pick<Choice, 'id' | 'keepLast' | 'part' | 'option'>[]
}
type PaperOptions = {
  readonly questions: readonly AskedQuestion[]
  readonly shuffleQuestions: boolean
  readonly shuffleChoices: boolean
  readonly seed: string
}

/** What one student sees, in order. */
export type PaperQuestion = { readonly questionId: string; readonly choiceIds: readonly string[] }

/**
 * Each question has its own random generator, so that the order of its choices does not depend on the rest of the
 * paper. Questions of one context stand next to each other, whether questions are shuffled or not.
 */
export function drawPaper({ questions, shuffleQuestions, shuffleChoices, seed }: PaperOptions): PaperQuestion[] {
  const blockOf = ({ context }: AskedQuestion) => contextKey(context)
  const order = shuffleQuestions
    ? shuffledInBlocks(questions, { blockOf, seed: `${seed}/questions` })
    : inBlocks(questions, blockOf)
  return order.map((question) => ({
    questionId: question.id,
    choiceIds: orderOf(question, { seed, shuffleChoices }).map(({ id }) => id),
  }))
}

/**
 * Choices as the page lists them: the options of each gap among themselves, those of an ordering or a matching once. An
 * ordering is shuffled whatever the exam says, since its own order is its key.
 */
function orderOf(
  question: AskedQuestion,
  { seed, shuffleChoices }: Pick<PaperOptions, 'seed' | 'shuffleChoices'>,
): AskedQuestion['choices'] {
  const { id, type } = question
  if (type === 'exact_answer') return []
  const choices = listedChoices(type, question.choices)
  if (type === 'ordering') return unsolved(choices, `${seed}/choices/${id}`)
  if (!shuffleChoices) return choices
  if (type !== 'cloze') return choicesInChance({ ...question, choices }, seed)
  return partsOf(choices).flatMap((gap) => shuffled(gap.choices, chanceFrom(`${seed}/choices/${id}/${gap.id}`)))
}

/** Neither in the right order, nor exactly the other way round when there is any other. */
function unsolved<T>(items: readonly T[], seed: string, again = 0): T[] {
  const order = shuffled(items, chanceFrom(again === 0 ? seed : `${seed}/${again}`))
  const isRight = order.every((item, place) => item === items[place])
  const isReversed = items.length > 2 && order.every((item, place) => item === items[items.length - 1 - place])
  return items.length > 1 && (isRight || isReversed) ? unsolved(items, seed, again + 1) : order
}

/** « Vrai, Faux » is not shuffled, and choices pinned last stay last, in the order of the file. */
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
