import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { isCertainty } from '#core/exams/certainty.ts'
import { optionChosen, optionsOf, partIdsOf } from './answer-parts.ts'

type Asked = Pick<AskedQuestion, 'type' | 'choices' | 'parts'>

/** The items as they stand: those placed at their places, the others in between as the copy lists them. */
export function orderOf(question: Asked, chosen: readonly string[]): string[] {
  const placed = partIdsOf(question).map((part) => itemOf(part, optionChosen(question, part, chosen)?.id))
  const others = question.choices.flatMap(({ id }) => (placed.includes(id) ? [] : [id]))
  return placed.map((item) => item ?? (others.shift() as string))
}

/** `2c` is the item `c` at the place `2`. */
const itemOf = (part: string, id: string | undefined) => id?.slice(part.length)

/** The answer that this order is; the certainty is kept. */
export const orderedAnswer = (question: Asked, order: readonly string[], chosen: readonly string[] = []): string[] => [
  ...partIdsOf(question).map((part, place) => part + order[place]),
  ...chosen.filter(isCertainty),
]

/** The order once the item at this place is put at another; the others make room. */
export function withItemMoved(order: readonly string[], from: number, to: number): string[] {
  const next = [...order]
  const [item] = next.splice(from, 1)
  if (item !== undefined) next.splice(to, 0, item)
  return next
}

/** The order as its letters, « CABD ». */
export const orderLetters = (question: Asked, order: readonly string[]): string =>
  order.map((item) => letterIn(question, item)).join('')

export const letterIn = (question: Asked, item: string): string =>
  optionsOf(question, '').find(({ id }) => id === item)?.letter ?? ''

/** The order that these letters say, each item once; null until all are said. */
export function orderSaid(question: Asked, letters: string): string[] | null {
  const said = letters.toUpperCase().replace(/[^A-Z]/g, '')
  const items = [...said].flatMap(
    (letter) => optionsOf(question, '').find((option) => option.letter === letter)?.id ?? [],
  )
  return new Set(items).size === question.choices.length && items.length === said.length ? items : null
}
