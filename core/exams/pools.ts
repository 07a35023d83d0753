/**
 * What differs from copy to copy. A line of the plan with a pool puts more questions in the exam than a copy asks; each
 * copy gets its own. The questions of a pool are grouped into strata: same line, same difficulty, same terms. Every
 * copy takes the same number from each stratum, so all copies have the same difficulty and the same total.
 */
import { add, compare, type Rational, zero } from '#core/rational.ts'
import { shuffledInBlocks } from '#core/seed.ts'
import type { Enemies } from './enemies.ts'
import { shareOut } from './share-out.ts'

/** Every copy asks `take` of the questions of this stratum. */
export type Stratum = { readonly name: string; readonly take: number }
type Stratified = {
  /** null: asked in every copy. */
  readonly stratum: Stratum | null
  /** The slots whose copies may ask it (core/exams/slot-questions.ts); none or absent: all of them. */
  readonly slots?: readonly number[]
}

type PoolQuestion = {
  readonly id: string
  readonly difficulty: string
  /** Points and scale as an opaque text, only compared. */
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
  /** Per line, the questions one copy would get: every copy keeps this profile. */
  readonly drawn: readonly (readonly string[])[]
  /** Already drawn, or fixed. */
  readonly taken: ReadonlySet<string>
  readonly enemies: Enemies
  /** Drawn before: they come first. */
  readonly kept: readonly string[]
  /** Above one, each stratum should hold as many questions for every slot as for one. */
  readonly slotCount: number
}

/** Two questions of one cell may replace each other: same difficulty, same terms. */
export const cellOf = ({ difficulty, terms }: PoolQuestion) => `${difficulty} ${terms ?? ''}`

/**
 * Adds the other questions of each pool, from the strata of the drawn ones; returns the stratum of each question. No
 * copy may ask two enemies, so an exam holds only one of them.
 */
export function widen<Q extends PoolQuestion>(widening: Widening<Q>) {
  const { questions, lines, drawn, taken, enemies, kept, slotCount } = widening
  const byId = new Map(questions.map((question) => [question.id, question]))
  const cells = drawn.map((ids) => ids.map((id) => cellOf(byId.get(id) as Q)))
  const free = (without: ReadonlySet<string>) =>
    questions.filter(({ id }) => !without.has(id) && ![...(enemies.get(id) ?? [])].some((enemy) => without.has(enemy)))
  const inPools = shareOut(
    interleaved(free(taken), { cellOf, kept: new Set(kept) }),
    lines.map(({ count, pool = 0, takes }, line) => ({
      count: Math.max(0, pool - count),
      takes: (question: Q) => (cells[line] as string[]).includes(cellOf(question)) && takes(question),
    })),
    { enemies, kept },
  )
  const wide = drawn.map((ids, line) => [...ids, ...(inPools[line] as string[])])
  const strataOfLines = cells.flatMap((ofLine, line) =>
    [...new Set(ofLine)].map((cell) => ({ line, isAlike: (id: string) => cellOf(byId.get(id) as Q) === cell })),
  )
  const forSlots = shareOut(
    slotCount > 1 ? free(new Set([...taken, ...inPools.flat()])) : [],
    strataOfLines.map(({ line, isAlike }) => ({
      count: (slotCount - 1) * (wide[line] as string[]).filter(isAlike).length,
      takes: (question: Q) => isAlike(question.id) && (lines[line] as Line<Q>).takes(question),
    })),
    { enemies, kept },
  )
  const extras = inPools.map((ids, at) => [
    ...ids,
    ...strataOfLines.flatMap(({ line }, rank) => (line === at ? (forSlots[rank] as string[]) : [])),
  ])
  const strata = new Map<string, Stratum>()
  cells.forEach((ofLine, line) => {
    const members = [...(drawn[line] as string[]), ...(extras[line] as string[])]
    ;[...new Set(ofLine)].forEach((cell, rank) => {
      const take = ofLine.filter((one) => one === cell).length
      const alike = members.filter((id) => cellOf(byId.get(id) as Q) === cell)
      if (alike.length > take || slotCount > 1)
        for (const id of alike) strata.set(id, { name: `${line}.${rank}`, take })
    })
  })
  return { extras, strata }
}

type Interleaving<Q> = { cellOf: (question: Q) => string; kept: ReadonlySet<string> }

/** Takes one question of each cell in turn, so that no stratum fills the whole pool; those drawn before as they were. */
function interleaved<Q extends PoolQuestion>(questions: readonly Q[], { cellOf, kept }: Interleaving<Q>): Q[] {
  const seen = new Map<string, number>()
  const ranked = questions.map((question) => {
    const rank = seen.get(cellOf(question)) ?? 0
    seen.set(cellOf(question), rank + 1)
    return { question, rank }
  })
  const ordered = ranked.sort((a, b) => a.rank - b.rank).map(({ question }) => question)
  return [...questions.filter(({ id }) => kept.has(id)), ...ordered.filter(({ id }) => !kept.has(id))]
}

/** Whether the copies of this slot may ask the question. */
export const isAskedIn = ({ slots = [] }: Pick<Stratified, 'slots'>, slot: number): boolean =>
  slots.length === 0 || slots.includes(slot)

type CopyOf<Q> = {
  readonly seed: string
  readonly copy: number
  /** The slot of the copy, for an exam whose slots ask questions of their own. */
  readonly slot?: number
  /** Questions with the same name are about one context: neighbours in the order of the stratum. */
  readonly blockOf?: (question: Q) => string | null
}

/**
 * The questions of one copy, counted from 0, in the order of the exam. Each copy takes the next `take` questions of a
 * shuffled stratum, until all its questions were asked equally often; then it is shuffled again. So the counts of two
 * questions of a stratum never differ by more than one, and consecutive copies share as few questions as possible.
 */
export function questionsOfCopy<Q extends Stratified>(
  questions: readonly Q[],
  { seed, copy, slot = 0, blockOf = () => null }: CopyOf<Q>,
): Q[] {
  const asked = new Set<Q>()
  for (const [{ name, take }, members] of strataIn(questions, slot)) {
    const size = members.length
    const turns = size / greatestCommonDivisor(size, take)
    const order = shuffledInBlocks(members, { blockOf, seed: `${seed}/pool/${name}/${Math.floor(copy / turns)}` })
    const first = (copy % turns) * take
    for (let place = first; place < first + take; place += 1) asked.add(order[place % size] as Q)
  }
  return questions.filter((question) => question.stratum === null || asked.has(question))
}

/** How many questions a copy asks. */
export const copyLength = (questions: readonly Stratified[]): number => sampleOf(questions).length

/** The first questions of each stratum, as many as a copy asks: a sample with the properties all copies share. */
export function sampleOf<Q extends Stratified>(questions: readonly Q[]): Q[] {
  const seen = new Map<string, number>()
  return questions.filter(({ stratum }) => {
    if (stratum === null) return true
    const count = (seen.get(stratum.name) ?? 0) + 1
    seen.set(stratum.name, count)
    return count <= stratum.take
  })
}

/** The lowest and the highest sum over all copies, whatever their slot. */
export function boundsOf<Q extends Stratified>(questions: readonly Q[], measure: (question: Q) => Rational) {
  const fixed = questions.filter(({ stratum }) => stratum === null).map(measure)
  const slots = new Set(questions.flatMap((question) => question.slots ?? []))
  const bounds = (slots.size === 0 ? [0] : [...slots]).map((slot) => {
    let [low, high] = [fixed.reduce(add, zero), fixed.reduce(add, zero)]
    for (const [{ take }, members] of strataIn(questions, slot)) {
      const values = members.map(measure).sort(compare)
      low = values.slice(0, take).reduce(add, low)
      high = values.slice(-take).reduce(add, high)
    }
    return { low, high }
  })
  return bounds.reduce((all, one) => ({
    low: compare(one.low, all.low) < 0 ? one.low : all.low,
    high: compare(one.high, all.high) > 0 ? one.high : all.high,
  }))
}

/** The strata as one slot has them; a slot that was allotted too few of one has the whole of it, as any other copy. */
function strataIn<Q extends Stratified>(questions: readonly Q[], slot: number): (readonly [Stratum, Q[]])[] {
  return strataOf(questions).map(([stratum, members]) => {
    const own = members.filter((question) => isAskedIn(question, slot))
    return [stratum, own.length < stratum.take ? members : own] as const
  })
}

/** Whether two copies of one slot may ask different questions. */
export const doCopiesDiffer = (questions: readonly Stratified[]): boolean => {
  const slots = new Set(questions.flatMap((question) => question.slots ?? []))
  return (slots.size === 0 ? [0] : [...slots]).some((slot) =>
    strataIn(questions, slot).some(([{ take }, members]) => members.length > take),
  )
}

/** The questions of each stratum, in the order of the exam. */
export function strataOf<Q extends Stratified>(questions: readonly Q[]): (readonly [Stratum, Q[]])[] {
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
