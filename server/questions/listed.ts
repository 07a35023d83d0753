import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { listedChoices, sharesOptions } from '#core/questions/parts.ts'
import type { Question } from '#core/questions/question.ts'
import type { RenderedQuestion } from './rendering/render.ts'
import { wordsAsContent } from './rendering/words-as-content.ts'

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

/** The texts of each choice again, from what a page lists: the inverse of `listedOf`. */
export function renderedAnswers(
  { type, choices }: Pick<Question, 'type' | 'choices'>,
  asked: Pick<AskedQuestion, 'choices' | 'parts' | 'typed'>,
): Pick<RenderedQuestion, 'choices' | 'parts'> {
  const items = (asked.parts ?? []).flatMap(({ id, text }) => (text ? [{ id, text }] : []))
  return {
    choices: choices.map(({ id, option = '', text }) => {
      if (asked.typed) return { id, text: wordsAsContent(text) }
      const listed = sharesOptions(type) ? option : id
      return { id, text: asked.choices.find((choice) => choice.id === listed)?.text ?? [] }
    }),
    ...(items.length > 0 ? { parts: items } : {}),
  }
}
