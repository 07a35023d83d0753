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
  const words = new Map(rendered.parts?.map((part) => [part.id, part.text]))
  return {
    choices: listedChoices(type, choices).map(({ id, text }) => ({ id, text })),
    parts: (content.parts ?? []).map(({ id }) => {
      const text = words.get(id)
      return { id, ...(text ? { text } : {}) }
    }),
  }
}

/** How an answer is compared, without the tolerance. */
function saidOf(typed: NonNullable<Question['typed']>): NonNullable<Listed['typed']> {
  if (typed.kind === 'text') return { kind: 'text', case: typed.case }
  const { kind, unit, unitRequired } = typed
  return { kind, ...(unit ? { unit } : {}), ...(unitRequired ? { unitRequired } : {}) }
}
