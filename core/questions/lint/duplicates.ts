/**
 * Near-duplicate questions. Texts are compared by their runs of three characters (Broder, 1997: shingles and the
 * Jaccard index). Two texts this similar must share one of their rarest runs, so only such pairs are compared (Bayardo,
 * Ma & Srikant, 2007: prefix filtering), which stays fast for five thousand questions and misses none.
 */

import type { Question } from '#core/questions/question.ts'
import { signsOf } from './words.ts'

type Compared = Pick<Question, 'id' | 'stem' | 'choices'>
export type Likeness = {
  readonly id: string
  readonly otherId: string
  /** 0 to 100. */
  readonly percent: number
  /** Same stem and same choices, in any order. */
  readonly isSame: boolean
}

/** From this similarity on, two stems ask the same thing in other words, or the same words with one change. */
const alike = 0.75
/** A shorter stem (« Que fait cette commande ? ») means nothing without its choices. */
const fewestSigns = 12

export function duplicatesIn(questions: readonly Compared[]): Likeness[] {
  const runs = rarestFirst(questions.map(runsOf))
  const ranksByRun = new Map<string, number[]>()
  const found: Likeness[] = []
  questions.forEach((question, rank) => {
    const mine = runs[rank] as string[]
    const prefix = mine.slice(0, mine.length - Math.ceil(alike * mine.length) + 1)
    const candidates = new Set(prefix.flatMap((run) => ranksByRun.get(run) ?? []))
    for (const other of candidates) {
      const likeness = jaccard(mine, runs[other] as string[])
      const twin = questions[other] as Compared
      if (likeness < alike) continue
      const percent = Math.round(likeness * 100)
      found.push({ id: question.id, otherId: twin.id, percent, isSame: wholeOf(question) === wholeOf(twin) })
    }
    for (const run of prefix) ranksByRun.set(run, [...(ranksByRun.get(run) ?? []), rank])
  })
  return found
}

function runsOf({ stem, choices }: Compared): string[] {
  const own = signsOf(stem)
  const signs = own.length >= fewestSigns ? own : [...own, ...signsOf(choicesOf(choices))]
  return [...new Set(signs.slice(0, Math.max(signs.length - 2, 1)).map((_, at) => signs.slice(at, at + 3).join(' ')))]
}

const choicesOf = (choices: Compared['choices']) =>
  choices
    .map(({ text }) => signsOf(text).join(' '))
    .sort()
    .join('\n')

const wholeOf = ({ stem, choices }: Compared) => `${signsOf(stem).join(' ')}\n${choicesOf(choices)}`

function rarestFirst(all: string[][]): string[][] {
  const uses = new Map<string, number>()
  for (const run of all.flat()) uses.set(run, (uses.get(run) ?? 0) + 1)
  const rarity = (run: string) => uses.get(run) as number
  return all.map((runs) => runs.toSorted((a, b) => rarity(a) - rarity(b) || (a < b ? -1 : 1)))
}

function jaccard(one: readonly string[], other: readonly string[]): number {
  const known = new Set(other)
  const shared = one.filter((run) => known.has(run)).length
  return shared / (one.length + other.length - shared)
}
