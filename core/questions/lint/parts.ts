/** Cues and faults of questions in parts and of exact answers. */
import { partsOf } from '#core/questions/parts.ts'
import type { Choice, Question } from '#core/questions/question.ts'
import { isSameAnswer } from '#core/questions/typed-answer.ts'
import type { RuleResult } from './choices.ts'
import { plainLetters, proseOf } from './words.ts'

type Parted = Pick<Question, 'type' | 'choices' | 'typed'>

/** The right choice of each part, in the order of the parts. */
const keyOf = ({ choices }: Parted): Choice[] =>
  partsOf(choices).flatMap((part) => part.choices.filter(({ correct }) => correct))

/** An ordering whose right order is that of the dictionary: it is found without knowing anything. */
export function alphabeticalOrder(question: Parted): RuleResult {
  if (question.type !== 'ordering') return null
  const items = keyOf(question).map(({ text }) => plainLetters(proseOf(text)))
  const isSorted = items.every((item, place) => place === 0 || (items[place - 1] as string) <= item)
  return items.length > 2 && isSorted ? { items: items.length } : null
}

/** A matching in which each answer is used once and none is left: the last item is answered by elimination. */
export function noSpareAnswer(question: Parted): RuleResult {
  if (question.type !== 'matching') return null
  const used = keyOf(question).map(({ option }) => option)
  const offered = new Set(question.choices.map(({ option }) => option)).size
  return new Set(used).size === used.length && offered === used.length ? { items: used.length } : null
}

/** An answer that one above it already stands for, by the tolerance: it is never reached. */
export function shadowedAnswer({ typed, choices }: Parted): RuleResult {
  if (typed?.kind !== 'number') return null
  const accepted = choices.filter(({ correct }) => correct)
  const lost = choices.find((choice) =>
    accepted.some((other) => other !== choice && !choice.correct && isSameAnswer(choice.text, other.text, typed)),
  )
  return lost ? { choice: lost.text } : null
}
