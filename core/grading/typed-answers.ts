import { answerKey, type TypedRule, typedMark, typedOf } from '#core/questions/typed-answer.ts'
import type { ScoredChoice } from '#core/scoring/scale.ts'
import { matchOf } from '#core/scoring/typed.ts'

type Typed = { readonly choices: readonly ScoredChoice[]; readonly typed?: TypedRule | undefined }

/** An answer that its author did not write down, as it was first typed, under its sign; and how often it was. */
export type OtherAnswer = { readonly id: string; readonly text: string; readonly count: number }

/**
 * For each answer, the id of what it is: an answer of the author, or the first of those that are the same; null for a
 * blank. The others are counted, the most frequent first.
 */
export function countTyped({ choices, typed }: Typed, answers: readonly (readonly string[])[]) {
  const others = new Map<string, { id: string; text: string; count: number }>()
  const ids = answers.map((ticked) => {
    const said = typedOf(ticked)
    if (said === null) return null
    const match = matchOf({ choices, typed }, said)
    if (match) return match.id
    const key = typed ? answerKey(said, typed) : said
    const known = others.get(key) ?? { id: typedMark(said), text: said, count: 0 }
    others.set(key, { ...known, count: known.count + 1 })
    return known.id
  })
  const counted: OtherAnswer[] = [...others.values()].sort((a, b) => b.count - a.count)
  return { ids, others: counted }
}
