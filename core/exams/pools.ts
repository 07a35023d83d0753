/**
 * What differs from copy to copy. A line of the plan with a pool puts more questions in the exam than a copy asks; each
 * copy gets its own. They are shared out by strata: one line, one difficulty, one worth. Every copy takes as many from
 * each stratum, so all copies are as hard and worth as much as each other, whoever gets which question.
 */
import { add, compare, type Rational, zero } from '#core/rational.ts'
import { chanceFrom, shuffled } from '#core/seed.ts'
import { shareOut } from './share-out.ts'

/** Every copy asks `take` of the questions that carry this name. */
export type Stratum = { readonly name: string; readonly take: number }
/** null: asked in every copy. */
type Stratified = { readonly stratum: Stratum | null }

type PoolQuestion = {
  readonly id: string
  readonly difficulty: string
  /** What it is worth and how it is marked, in any words: only compared. */
  readonly terms?: string | undefined
}
type Line<Q> = {
  readonly count: number
  readonly pool?: number | undefined
  readonly takes: (question: Q) => boolean
}
type Widening<Q> = {
  readonly questions: readonly Q[]
  readonly lines: readonly Line<Q>[]
  /** Per line, what a copy of its own would get: the profile every copy keeps. */
  readonly drawn: readonly (readonly string[])[]
  /** Drawn already, or fixed. */
  readonly taken: ReadonlySet<string>
}

/** The other questions of each pool, of the same strata as what was drawn; and the stratum of each question. */
export function widen<Q extends PoolQuestion>({ questions, lines, drawn, taken }: Widening<Q>) {
  const byId = new Map(questions.map((question) => [question.id, question]))
  const cellOf = (question: PoolQuestion) => `${question.difficulty} ${question.terms ?? ''}`
  const cells = drawn.map((ids) => ids.map((id) => cellOf(byId.get(id) as Q)))
  const others = interleaved(
    questions.filter(({ id }) => !taken.has(id)),
    cellOf,
  )
  const extras = shareOut(
    others,
    lines.map(({ count, pool = 0, takes }, line) => ({
      count: Math.max(0, pool - count),
      takes: (question: Q) => (cells[line] as string[]).includes(cellOf(question)) && takes(question),
    })),
  )
  const strata = new Map<string, Stratum>()
  cells.forEach((ofLine, line) => {
    const members = [...(drawn[line] as string[]), ...(extras[line] as string[])]
    ;[...new Set(ofLine)].forEach((cell, rank) => {
      const take = ofLine.filter((one) => one === cell).length
      const alike = members.filter((id) => cellOf(byId.get(id) as Q) === cell)
      if (alike.length > take) for (const id of alike) strata.set(id, { name: `${line}.${rank}`, take })
    })
  })
  return { extras, strata }
}

/** One of each cell in turn, so that no stratum takes all the room of a pool. */
function interleaved<Q>(questions: readonly Q[], cellOf: (question: Q) => string): Q[] {
  const seen = new Map<string, number>()
  const ranked = questions.map((question) => {
    const rank = seen.get(cellOf(question)) ?? 0
    seen.set(cellOf(question), rank + 1)
    return { question, rank }
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ question }) => question)
}

type CopyOf = { readonly seed: string; readonly copy: number }

/**
 * The questions of one copy, counted from 0, in the order of the exam. Copies take turns around a shuffled stratum, as
 * many places each, until all its questions were asked equally often; then it is shuffled again. So at any moment no
 * question of a stratum was asked more than once more than another, and neighbours share as little as they can.
 */
export function questionsOfCopy<Q extends Stratified>(questions: readonly Q[], { seed, copy }: CopyOf): Q[] {
  const asked = new Set<Q>()
  for (const [{ name, take }, members] of strataOf(questions)) {
    const size = members.length
    const turns = size / greatestCommonDivisor(size, take)
    const order = shuffled(members, chanceFrom(`${seed}/pool/${name}/${Math.floor(copy / turns)}`))
    const first = (copy % turns) * take
    for (let place = first; place < first + take; place += 1) asked.add(order[place % size] as Q)
  }
  return questions.filter((question) => question.stratum === null || asked.has(question))
}

/** How many questions a copy asks. */
export const copyLength = (questions: readonly Stratified[]): number => sampleOf(questions).length

/** As many of each stratum as a copy asks, the first ones: what all copies have in common is true of it. */
export function sampleOf<Q extends Stratified>(questions: readonly Q[]): Q[] {
  const seen = new Map<string, number>()
  return questions.filter(({ stratum }) => {
    if (stratum === null) return true
    const count = (seen.get(stratum.name) ?? 0) + 1
    seen.set(stratum.name, count)
    return count <= stratum.take
  })
}

/** The least and the most a copy may add up to. */
export function boundsOf<Q extends Stratified>(questions: readonly Q[], measure: (question: Q) => Rational) {
  const fixed = questions.filter(({ stratum }) => stratum === null).map(measure)
  let [low, high] = [fixed.reduce(add, zero), fixed.reduce(add, zero)]
  for (const [{ take }, members] of strataOf(questions)) {
    const values = members.map(measure).sort(compare)
    low = values.slice(0, take).reduce(add, low)
    high = values.slice(-take).reduce(add, high)
  }
  return { low, high }
}

function strataOf<Q extends Stratified>(questions: readonly Q[]): (readonly [Stratum, Q[]])[] {
  const byName = new Map<string, readonly [Stratum, Q[]]>()
  for (const question of questions) {
    if (question.stratum === null) continue
    const known = byName.get(question.stratum.name) ?? ([question.stratum, []] as const)
    known[1].push(question)
    byName.set(question.stratum.name, known)
  }
  return [...byName.values()]
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
