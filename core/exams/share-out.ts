import { type Enemies, pairsAmong } from './enemies.ts'

type Line<Q> = { readonly count: number; readonly takes: (question: Q) => boolean }

/** Sharings out tried at most; each one leaves out a question that the one before drew beside its enemy. */
const mostTried = 2_000

/**
 * Per line, the ids it gets, no question twice and no two enemies. A line falls short only when no assignment of the
 * questions could fill it. Enemies are parted by branch and bound: of two drawn together, the later is left out first,
 * then the earlier, as long as that could fill more places than the best sharing out so far.
 */
export function shareOut<Q extends { readonly id: string }>(
  questions: readonly Q[],
  lines: readonly Line<Q>[],
  enemies: Enemies,
): string[][] {
  let best: { drawn: string[][]; size: number } | null = null
  let most = Number.POSITIVE_INFINITY
  let tried = 0
  const search = (among: readonly Q[]) => {
    if (best?.size === most || (best && tried >= mostTried)) return
    tried += 1
    const drawn = matched(among, lines)
    const ids = drawn.flat()
    most = Math.min(most, tried === 1 ? ids.length : most)
    if (best && ids.length <= best.size) return
    const order = among.flatMap(({ id }) => (ids.includes(id) ? [id] : []))
    const [pair] = pairsAmong(order, enemies)
    if (!pair) best = { drawn, size: ids.length }
    else for (const left of pair.toReversed()) search(among.filter(({ id }) => id !== left))
  }
  search(questions)
  return (best as { drawn: string[][] } | null)?.drawn ?? lines.map(() => [])
}

/** A maximum matching of places to questions, by augmenting paths (Kuhn, 1955). */
function matched<Q extends { readonly id: string }>(questions: readonly Q[], lines: readonly Line<Q>[]): string[][] {
  const lineOf = new Map<string, number>()

  const placeOneMore = (line: number, asked: Set<string>): boolean => {
    const { takes } = lines[line] as Line<Q>
    const fitting = questions.filter((question) => !asked.has(question.id) && takes(question))
    const unused = fitting.find(({ id }) => !lineOf.has(id))
    if (unused) {
      lineOf.set(unused.id, line)
      return true
    }
    // Every fitting question is taken: try to give one of their holders another question.
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
