import type { OrderingCredit } from '#core/questions/question.ts'
import { one, rational, zero } from '#core/rational.ts'
import type { ScoringInput, Tally, Verdict } from './scale.ts'

/**
 * What earns a part of the points of an ordering, other than its right places (Moodle, `qtype_ordering`, grading types).
 * `exact`: nothing. `pairs`: the share of all pairs of items that are in the right order (« relative to all the previous
 * and next items »). `longest_run`: the longest run of items that follow one another as they should, alone worth nothing
 * (« longest contiguous subset »).
 */
export function orderVerdict(credit: Exclude<OrderingCredit, 'places'>, input: ScoringInput, tally: Tally): Verdict {
  const items = tally.right
  switch (credit) {
    case 'exact':
      return { code: 'right_or_wrong', fraction: tally.isExact ? one : zero }
    case 'pairs': {
      const pairs = (items * (items - 1)) / 2
      const inOrder = pairsInOrder(ranksOf(input))
      return { code: 'pairs', fraction: rational(inOrder, pairs), values: { inOrder, pairs } }
    }
    case 'longest_run': {
      const run = longestRun(ranksOf(input))
      return { code: 'longest_run', fraction: rational(run, items), values: { run, items } }
    }
  }
}

/** For each place, the rank of its item in the right order; null where nothing stands. Places are in their order. */
function ranksOf({ choices, ticked }: ScoringInput): (number | null)[] {
  const places = [...new Set(choices.map(({ part }) => part))]
  const rankOf = new Map(
    choices.flatMap(({ part, option, correct }) => (correct ? [[option, places.indexOf(part)] as const] : [])),
  )
  return places.map((place) => {
    const there = choices.find(({ id, part }) => part === place && ticked?.includes(id))
    return there ? (rankOf.get(there.option) ?? null) : null
  })
}

export const pairsInOrder = (ranks: readonly (number | null)[]): number =>
  ranks.reduce<number>(
    (sum, rank, place) =>
      sum + ranks.slice(place + 1).filter((later) => rank !== null && later !== null && rank < later).length,
    0,
  )

/** One item alone is no run. */
export function longestRun(ranks: readonly (number | null)[]): number {
  let [longest, run] = [0, 1]
  for (const [place, rank] of ranks.entries()) {
    const before = ranks[place - 1]
    run = rank !== null && before !== null && before !== undefined && rank === before + 1 ? run + 1 : 1
    longest = Math.max(longest, run)
  }
  return longest > 1 ? longest : 0
}
