/**
 * Questions that should perhaps never be drawn together: one gives the other's answer, or both ask about the same
 * thing. Words are weighed by their rarity in the bank (Spärck Jones, 1972: inverse document frequency), and two
 * questions compared by the cosine of their weights.
 */

import { sharesOptions } from '#core/questions/parts.ts'
import { contextKey, type Question } from '#core/questions/question.ts'
import { tokensOf } from './words.ts'

type Compared = Pick<Question, 'id' | 'type' | 'stem' | 'choices' | 'source' | 'context' | 'enemies' | 'purpose'>

export type PossibleEnemies = {
  readonly id: string
  readonly otherId: string
  /** What they share: the right answer of the second, found in the stem of the first, or their rarest common words. */
  readonly words: string
}

/** From these cosines on, with the same passage behind both questions, and with different ones. */
const alikeWithPassage = 0.3
const alike = 0.42
/** A shorter answer is found in many stems by chance. */
const fewestKeyLetters = 10
/** The question whose stem holds the answer must at least be about something near. */
const near = 0.16

/**
 * The pairs that no question names as enemies. Of each pair, the first is the one whose stem holds the answer of the
 * other, or the first of the bank.
 */
export function possibleEnemies(questions: readonly Compared[]): PossibleEnemies[] {
  const texts = questions.map(textOf)
  const vectors = vectorsOf(texts.map(({ words }) => words))
  const found: PossibleEnemies[] = []
  for (const { rank, other, likeness } of likePairs(vectors)) {
    const [one, two] = [questions[rank] as Compared, questions[other] as Compared]
    if (isSettled(one, two)) continue
    const [text, otherText] = [texts[rank] as Text, texts[other] as Text]
    const given = givenBy(text, otherText)
    const taken = givenBy(otherText, text)
    if (given) found.push({ id: one.id, otherId: two.id, words: given })
    else if (taken) found.push({ id: two.id, otherId: one.id, words: taken })
    else if (likeness >= (one.source.quote === two.source.quote ? alikeWithPassage : alike))
      found.push({
        id: one.id,
        otherId: two.id,
        words: rarestShared(vectors[rank] as Vector, vectors[other] as Vector),
      })
  }
  return found
}

/** Already enemies, never in the same draw, or made to be asked together about one document. */
function isSettled(one: Compared, two: Compared): boolean {
  if (one.purpose !== two.purpose || one.enemies?.includes(two.id) || two.enemies?.includes(one.id)) return true
  return one.context !== undefined && contextKey(one.context) === contextKey(two.context)
}

type Text = { readonly words: readonly string[]; readonly stem: string; readonly keys: readonly string[] }

function textOf({ type, stem, choices, context }: Compared): Text {
  const asked = spaced(stem)
  const rights = type === 'true_false' ? [] : choices.filter(({ correct }) => correct).map(({ text }) => text)
  // The items of an ordering or a matching are shown: their order or their pairs are the answer, and no stem holds it.
  const keys = sharesOptions(type) ? [] : rights.map(spaced)
  return {
    words: tokensOf([stem, ...rights].join(' ')).filter((word) => word.length > 2),
    stem: asked + spaced(context?.text ?? ''),
    // An answer that its own stem shows is given to everyone already.
    keys: keys.filter((key) => key.trim().length >= fewestKeyLetters && !asked.includes(key)),
  }
}

/** Its words between spaces, so that `app` is not found in `apply`. */
const spaced = (markdown: string) => ` ${tokensOf(markdown).join(' ')} `

const givenBy = ({ stem }: Text, { keys }: Text) => keys.find((key) => stem.includes(key))?.trim()

/** The weight of each word of a text, in a vector of length one. */
type Vector = ReadonlyMap<string, number>

function vectorsOf(all: readonly (readonly string[])[]): Vector[] {
  const uses = new Map<string, number>()
  for (const words of all) for (const word of new Set(words)) uses.set(word, (uses.get(word) ?? 0) + 1)
  return all.map((words) => {
    const weights = [...new Set(words)].map(
      (word) => [word, Math.log(all.length / (uses.get(word) as number))] as const,
    )
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight ** 2, 0)) || 1
    return new Map(weights.map(([word, weight]) => [word, weight / length]))
  })
}

/** A word that more texts use weighs too little to bring two of them together. */
const fewUses = (texts: number) => Math.max(60, texts / 10)

/** The pairs at least `near`, by the words that few texts use. */
function likePairs(vectors: readonly Vector[]): { rank: number; other: number; likeness: number }[] {
  const users = new Map<string, { rank: number; weight: number }[]>()
  const uses = new Map<string, number>()
  for (const vector of vectors) for (const word of vector.keys()) uses.set(word, (uses.get(word) ?? 0) + 1)
  const pairs: { rank: number; other: number; likeness: number }[] = []
  for (const [rank, vector] of vectors.entries()) {
    const shared = new Map<number, number>()
    for (const [word, weight] of vector) {
      if ((uses.get(word) as number) > fewUses(vectors.length)) continue
      const known = users.get(word) ?? []
      for (const other of known) shared.set(other.rank, (shared.get(other.rank) ?? 0) + weight * other.weight)
      known.push({ rank, weight })
      users.set(word, known)
    }
    for (const [other, likeness] of shared) if (likeness >= near) pairs.push({ rank: other, other: rank, likeness })
  }
  return pairs.sort((one, two) => one.rank - two.rank || one.other - two.other)
}

const rarestShared = (one: Vector, two: Vector) =>
  [...one]
    .filter(([word]) => two.has(word))
    .sort(([, first], [, second]) => second - first)
    .slice(0, 4)
    .map(([word]) => word)
    .join(' ')
