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
  const { choices, ticked } = input
  const said = typedOf(ticked ?? [])
  const strange = (ticked ?? []).filter((id) => !isTyped(id)).map((id) => `?${id}`)
  if (said === null || said.trim() === '') return { ...input, ticked: strange }
  return { ...input, choices: [...choices, other], ticked: [(matchOf(input, said) ?? other).id, ...strange] }
}

/** The answer of the author that this one is, an accepted one first. */
export function matchOf(
  { choices, typed = words }: Pick<ScoringInput, 'choices' | 'typed'>,
  said: string,
): ScoredChoice | undefined {
  const same = choices.filter(({ text }) => text !== undefined && isSameAnswer(said, text, typed))
  return same.find(({ correct }) => correct) ?? same[0]
}
