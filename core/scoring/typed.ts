import { isSameAnswer, isTyped, type TypedRule, typedOf } from '#core/questions/typed-answer.ts'
import type { ScoredChoice, ScoringInput } from './scale.ts'

/** An answer that nobody wrote down: it is wrong, and no scale knows more of it. */
const other: ScoredChoice = { id: '=', correct: false }
const words: TypedRule = { kind: 'text', case: false }

/**
 * An exact answer as a single choice: what was typed is the answer of the author that it matches, an accepted one first,
 * or another, which is wrong. Ids that were not typed are unknown.
 */
export function asSingleChoice(input: ScoringInput): ScoringInput {
  const { choices, ticked, typed = words } = input
  const said = typedOf(ticked ?? [])
  const strange = (ticked ?? []).filter((id) => !isTyped(id)).map((id) => `?${id}`)
  if (said === null || said.trim() === '') return { ...input, ticked: strange }
  const same = choices.filter(({ text }) => text !== undefined && isSameAnswer(said, text, typed))
  const match = same.find(({ correct }) => correct) ?? same[0] ?? other
  return { ...input, choices: [...choices, other], ticked: [match.id, ...strange] }
}
