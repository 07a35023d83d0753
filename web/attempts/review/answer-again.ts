import { plainText } from '#contract/questions/plain-text.ts'
import { partsOf, sharesOptions } from '#core/questions/parts.ts'
import { isSameAnswer, type TypedRule, typedOf } from '#core/questions/typed-answer.ts'
import type { MarkedQuestion } from './marked-question.ts'

/** A marked question as it was asked: its choices as the page lists them, without the key. */
export function askedAgain({ id, type, points, stem, choices, parts, typed }: MarkedQuestion) {
  const listed = sharesOptions(type)
    ? (partsOf(choices)[0]?.choices ?? []).map(({ option = '', text }) => ({ id: option, text }))
    : choices.map((choice) => ({ id: choice.id, text: choice.text, part: choice.part }))
  return { id, type, points, stem, choices: typed ? [] : listed, parts, typed }
}

/** The same question with this answer in the place of the one that was marked, and whether it is right. */
export function answeredAgain(question: MarkedQuestion, chosen: readonly string[]) {
  const { type, typed } = question
  if (typed) return typedAgain(question, { typed, said: typedOf(chosen) })
  const choices = question.choices.map((choice) => ({ ...choice, ticked: chosen.includes(choice.id) }))
  const isRight =
    type === 'multiple'
      ? choices.every(({ correct, ticked }) => correct === ticked)
      : partsOf(choices)
          .filter((part) => part.choices.some(({ correct }) => correct))
          .every((part) => part.choices.some(({ correct, ticked }) => correct && ticked))
  return { question: { ...question, choices, certainty: null }, isRight }
}

type Typed = { typed: NonNullable<MarkedQuestion['typed']>; said: string | null }

function typedAgain(question: MarkedQuestion, { typed, said }: Typed) {
  const rule: TypedRule = typed.kind === 'number' ? { ...typed, tolerance: typed.tolerance ?? '0' } : typed
  const same = question.choices.filter(({ text }) => said !== null && isSameAnswer(said, plainText(text), rule))
  const match = same.find(({ correct }) => correct) ?? same[0]
  const choices = question.choices.map((choice) => ({ ...choice, ticked: choice === match }))
  return { question: { ...question, choices, answer: said, certainty: null }, isRight: match?.correct ?? false }
}
