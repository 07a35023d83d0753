/**
 * Questions of their own for each slot of an exam. The questions of every stratum (pools.ts) are divided among the
 * slots, and each copy takes as many of a stratum as in any other slot: the same number of questions of the same
 * difficulty and the same terms. Where the bank is too small, some questions are asked in several slots.
 */
import { shuffledInBlocks } from '#core/seed.ts'
import { isAskedIn, type Stratum, strataOf } from './pools.ts'

type Stratified = { readonly stratum: Stratum | null }
type Allotted = Stratified & { readonly slots: readonly number[] }

type Allotment<Q> = {
  readonly seed: string
  /** The numbers of the slots, in order. */
  readonly slots: readonly number[]
  /** Questions with the same name are about one context: they go to the same slot as far as the numbers allow. */
  readonly blockOf?: (question: Q) => string | null
}

/**
 * The slots that ask each question; questions of every copy are absent, and all are when the exam has one slot. A
 * stratum of at least `take` questions for each slot is divided, so that no two slots share one. Of a smaller one each
 * slot takes the next `take` in a circle, so that no question is asked in more slots than it must be.
 */
export function allotToSlots<Q extends Stratified>(
  questions: readonly Q[],
  { seed, slots, blockOf = () => null }: Allotment<Q>,
): ReadonlyMap<Q, readonly number[]> {
  const allotted = new Map<Q, number[]>()
  if (slots.length < 2) return allotted
  for (const [{ name, take }, members] of strataOf(questions)) {
    const size = members.length
    const order = shuffledInBlocks(members, { blockOf, seed: `${seed}/slots/${name}` })
    slots.forEach((slot, rank) => {
      const isDivided = size >= take * slots.length
      const first = isDivided ? Math.floor((rank * size) / slots.length) : rank * take
      const last = isDivided ? Math.floor(((rank + 1) * size) / slots.length) : first + take
      for (let place = first; place < last; place += 1) {
        const question = order[place % size] as Q
        allotted.set(question, [...(allotted.get(question) ?? []), slot])
      }
    })
  }
  return allotted
}

/**
 * The questions that a slot added after the publication asks: of each divided stratum, those asked in the fewest of the
 * present slots, since the exam gets no new question.
 */
export function questionsOfLateSlot<Q extends Allotted>(questions: readonly Q[], slots: readonly number[]): Q[] {
  const uses = (question: Q) => question.slots.filter((slot) => slots.includes(slot)).length
  return strataOf(questions).flatMap(([{ take }, members]) => {
    if (members.every((question) => question.slots.length === 0)) return []
    return members.toSorted((a, b) => uses(a) - uses(b)).slice(0, take)
  })
}

/** What the slots have of one stratum. */
export type SlotShare<Q> = {
  readonly stratum: Stratum
  readonly members: readonly Q[]
  /** How many of its questions the copies of each slot may ask, in the order of the slots. */
  readonly perSlot: readonly number[]
  /** Asked in several slots. */
  readonly shared: number
  /** How many more questions would leave none shared. */
  readonly missing: number
}

/** Stratum by stratum, what these slots have of it and what they share. */
export function slotShares<Q extends Allotted>(questions: readonly Q[], slots: readonly number[]): SlotShare<Q>[] {
  return strataOf(questions).map(([stratum, members]) => ({
    stratum,
    members,
    perSlot: slots.map((slot) => members.filter((question) => isAskedIn(question, slot)).length),
    shared: members.filter((question) => slots.filter((slot) => isAskedIn(question, slot)).length > 1).length,
    missing: Math.max(0, stratum.take * slots.length - members.length),
  }))
}
