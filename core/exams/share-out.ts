import { type Enemies, pairsAmong } from './enemies.ts'

type Line<Q> = { readonly count: number; readonly takes: (question: Q) => boolean }

/** Sharings out tried at most; each one leaves out a question that the one before drew beside its enemy. */
const mostTried = 2_000

/**
 * Per line, the ids it gets, no question twice and no two enemies. A line falls short only when no assignment of the
 * questions could fill it. Enemies are parted by branch and bound: of two drawn together, the later is left out first,
 * then the earlier, as long as that could fill more places than the best sharing out so far.
 *
 * Those of `kept` come first, in their order, as many as the lines have places for: none gives its place to a question
 * that was not there, nor to an enemy. Augmenting paths never take out a question that has a place, so the others are
 * shared out around them.
 */
export function shareOut<Q extends { readonly id: string }>(
  questions: readonly Q[],
  lines: readonly Line<Q>[],
  { enemies, kept }: { enemies: Enemies; kept: readonly string[] },
): string[][] {
  const staying = placesOfKept(questions, lines, { enemies, kept })
  const isBarred = ({ id }: Q) => !staying.has(id) && [...(enemies.get(id) ?? [])].some((enemy) => staying.has(enemy))
  let best: { drawn: string[][]; size: number } | null = null
  let most = Number.POSITIVE_INFINITY
  let tried = 0
  const search = (among: readonly Q[]) => {
    if (best?.size === most || (best && tried >= mostTried)) return
    tried += 1
    const drawn = matched(among, lines, staying)
    const ids = drawn.flat()
    most = Math.min(most, tried === 1 ? ids.length : most)
    if (best && ids.length <= best.size) return
    const order = among.flatMap(({ id }) => (ids.includes(id) ? [id] : []))
    const [pair] = pairsAmong(order, enemies)
    if (!pair) best = { drawn, size: ids.length }
    else for (const left of pair.toReversed()) search(among.filter(({ id }) => id !== left))
  }
  search(questions.filter((question) => !isBarred(question)))
  return (best as { drawn: string[][] } | null)?.drawn ?? lines.map(() => [])
}

/** By id, the line of each question drawn before that stays: in their order, each that finds a place beside those before it. */
function placesOfKept<Q extends { readonly id: string }>(
  questions: readonly Q[],
  lines: readonly Line<Q>[],
  { enemies, kept }: { enemies: Enemies; kept: readonly string[] },
): ReadonlyMap<string, number> {
  const known = new Map(questions.map((question) => [question.id, question]))
  const lineOf = new Map<string, number>()
  const held = lines.map((): string[] => [])
  const put = (id: string, line: number) => {
    const former = lineOf.get(id)
    if (former !== undefined) held[former] = (held[former] as string[]).filter((other) => other !== id)
    held[line]?.push(id)
    lineOf.set(id, line)
    return true
  }
  const settle = (id: string, asked: Set<number>): boolean => {
    const question = known.get(id) as Q
    return lines.some(({ count, takes }, line) => {
      if (asked.has(line) || !takes(question)) return false
      asked.add(line)
      const holders = held[line] as string[]
      if (holders.length < count) return put(id, line)
      return holders.some((holder) => settle(holder, asked)) && put(id, line)
    })
  }
  for (const id of kept)
    if (known.has(id) && ![...(enemies.get(id) ?? [])].some((enemy) => lineOf.has(enemy))) settle(id, new Set())
  return lineOf
}

/**
 * A maximum matching of places to questions, by augmenting paths (Kuhn, 1955), that has every question of `start`: a
 * path moves them between lines, and takes none out.
 */
function matched<Q extends { readonly id: string }>(
  questions: readonly Q[],
  lines: readonly Line<Q>[],
  start: ReadonlyMap<string, number>,
): string[][] {
  const lineOf = new Map(start)

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
    const own = [...start.values()].filter((one) => one === line).length
    for (let placed = own; placed < count && placeOneMore(line, new Set()); placed += 1);
  })
  return lines.map((_, line) => questions.filter(({ id }) => lineOf.get(id) === line).map(({ id }) => id))
}
