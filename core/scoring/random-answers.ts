import { partsOf } from '#core/questions/parts.ts'
import { longestRun, pairsInOrder } from './ordering.ts'
import type { ScoredChoice, ScoringInput } from './scale.ts'

/** An answer that stands for all those with the same points, and how many they are. */
export type LikeAnswers = { readonly ticked: readonly string[]; readonly times: number }

/** With more answers of different weights, a random one is not enumerated. */
const mostWeighted = 4096

/**
 * Every full answer to a question in parts, those with the same points once: each part any of its choices, an ordering
 * any permutation. Null when weights make them too many.
 */
export function randomAnswers({ type, choices, partial }: Pick<ScoringInput, 'type' | 'choices' | 'partial'>) {
  const parts = partsOf(choices).map((part) => part.choices)
  if (type === 'ordering') return permutationsLike(partial ?? 'places', parts)
  if (choices.every(({ weight }) => weight === undefined)) return inParts(parts.map(rightOrWrong))
  const all = parts.reduce((product, part) => product * part.length, 1)
  return all > mostWeighted ? null : inParts(parts.map((part) => part.map(({ id }) => ({ ticked: [id], times: 1 }))))
}

/** A part is right or wrong, whichever choice made it so. */
function rightOrWrong(part: readonly ScoredChoice[]): LikeAnswers[] {
  return [true, false].flatMap((isRight) => {
    const those = part.filter(({ correct }) => correct === isRight)
    return those.slice(0, 1).map(({ id }) => ({ ticked: [id], times: those.length }))
  })
}

const inParts = (parts: readonly LikeAnswers[][]): LikeAnswers[] =>
  parts.reduce<LikeAnswers[]>(
    (answers, part) =>
      answers.flatMap(({ ticked, times }) =>
        part.map((own) => ({ ticked: [...ticked, ...own.ticked], times: times * own.times })),
      ),
    [{ ticked: [], times: 1 }],
  )

type Permutation = { readonly ranks: readonly number[]; readonly times: number }
type Credit = NonNullable<ScoringInput['partial']>

/** `places[p][r]` is the choice that puts at place p the item of rank r: items are listed by their options. */
function permutationsLike(credit: Credit, places: readonly ScoredChoice[][]): LikeAnswers[] {
  const key = places.map((place) => place.find(({ correct }) => correct)?.option)
  return classesOf(credit, places.length).map(({ ranks, times }) => ({
    ticked: places.flatMap((place, index) => {
      const item = key[ranks[index] as number]
      return place.filter(({ option }) => option === item).map(({ id }) => id)
    }),
    times,
  }))
}

const known = new Map<string, Permutation[]>()

/** The permutations of n ranks, one for each value that the credit can take; counted once, since there are up to 8! */
function classesOf(credit: Credit, count: number): Permutation[] {
  const name = `${credit} ${count}`
  const before = known.get(name)
  if (before) return before
  const classes = new Map<number, Permutation>()
  for (const ranks of permutations(count)) {
    const value = classOf(credit, ranks)
    const like = classes.get(value)
    classes.set(value, { ranks: like?.ranks ?? ranks, times: (like?.times ?? 0) + 1 })
  }
  const found = [...classes.values()]
  known.set(name, found)
  return found
}

function classOf(credit: Credit, ranks: readonly number[]): number {
  switch (credit) {
    case 'exact':
    case 'places':
      return ranks.filter((rank, place) => rank === place).length
    case 'pairs':
      return pairsInOrder(ranks)
    case 'longest_run':
      return longestRun(ranks)
  }
}

function* permutations(count: number, first: readonly number[] = []): Generator<readonly number[]> {
  if (first.length === count) yield first
  for (let rank = 0; rank < count; rank += 1) if (!first.includes(rank)) yield* permutations(count, [...first, rank])
}
