import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { listedChoices, sharesOptions } from '#core/questions/parts.ts'
import type { Question } from '#core/questions/question.ts'
import type { RenderedQuestion } from './rendering/render.ts'

type Listed = Pick<AskedQuestion, 'choices' | 'parts' | 'typed'>

/** What there is to answer, with the ids and the order of the author: nothing of it tells the key but its order. */
export function listedOf(
  content: Pick<Question, 'type' | 'choices' | 'parts' | 'typed'>,
  rendered: RenderedQuestion,
): Listed {
  const { type, typed } = content
  if (typed) return { choices: [], typed: saidOf(typed) }
  const text = (id: string) => rendered.choices.find((choice) => choice.id === id)?.text ?? []
  const choices = content.choices.map(({ id, part, option }) => ({ id, part, option, text: text(id) }))
  if (!sharesOptions(type)) {
    return { choices: choices.map(({ id, part, text }) => ({ id, ...(part ? { part } : {}), text })) }
  }
  return {
    choices: listedChoices(type, choices).map(({ id, text }) => ({ id, text })),
    parts: partsShown(content, rendered).parts ?? [],
  }
}

/** Every answer that a page offers, under the part it is for: what is ticked is among them. */
export const offeredAnswers = ({ choices, parts }: Pick<Listed, 'choices' | 'parts'>): Listed['choices'] =>
  parts ? parts.flatMap((part) => choices.map(({ id, text }) => ({ id: part.id + id, part: part.id, text }))) : choices

/** The parts of a question for who reads its key, whose choices stand under each. */
export function partsShown(
  { parts, typed }: Pick<Question, 'parts' | 'typed'>,
  rendered: RenderedQuestion,
): Pick<Listed, 'parts' | 'typed'> {
  const words = new Map(rendered.parts?.map((part) => [part.id, part.text]))
  const shown = parts?.map(({ id }) => {
    const text = words.get(id)
    return { id, ...(text ? { text } : {}) }
  })
  return { ...(shown ? { parts: shown } : {}), ...(typed ? { typed: saidOf(typed) } : {}) }
}

/** How an answer is compared. */
function saidOf(typed: NonNullable<Question['typed']>): NonNullable<Listed['typed']> {
  if (typed.kind === 'text') return { kind: 'text', case: typed.case }
  const { kind, tolerance, unit, unitRequired } = typed
  return {
    kind,
    ...(tolerance === '0' ? {} : { tolerance }),
    ...(unit ? { unit } : {}),
    ...(unitRequired ? { unitRequired } : {}),
  }
}
