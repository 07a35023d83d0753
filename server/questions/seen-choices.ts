import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import type { Content } from '#contract/questions/content.ts'
import { typedOf } from '#core/questions/typed-answer.ts'
import type { ScoringInput } from '#core/scoring/scale.ts'
import { matchOf } from '#core/scoring/typed.ts'
import { wordsAsContent } from './rendering/words-as-content.ts'

type Asked = Pick<AskedQuestion, 'choices' | 'parts' | 'typed'>
export type SeenChoice = { id: string; part?: string; option?: string; text: Content }

/**
 * Every choice as a copy showed it, in its order; of a question in parts, part by part; of an exact answer, none:
 * `choiceIds` are those of what the page lists.
 */
export function seenChoices({ choices, parts }: Asked, choiceIds: readonly string[]): SeenChoice[] {
  const listed = choiceIds.flatMap((id) => choices.find((choice) => choice.id === id) ?? [])
  if (!parts) {
    return listed.map(({ id, part, text }) => ({ id, ...(part ? { part, option: id.slice(part.length) } : {}), text }))
  }
  return parts.flatMap((part) => listed.map(({ id, text }) => ({ id: part.id + id, part: part.id, option: id, text })))
}

type Key = Pick<ScoringInput, 'choices' | 'typed'>

/** Every choice of a question, in this order of its page or in the author's; of an exact answer, what its author wrote. */
export const allChoices = (
  asked: Asked,
  { key, choiceIds = asked.choices.map(({ id }) => id) }: { key: Pick<Key, 'choices'>; choiceIds?: readonly string[] },
): SeenChoice[] =>
  asked.typed
    ? key.choices.map(({ id, text = '' }) => ({ id, text: wordsAsContent(text) }))
    : seenChoices(asked, choiceIds)

type Marked = {
  readonly asked: Asked
  readonly choiceIds: readonly string[]
  readonly ticked: readonly string[]
  /** The key that marks it, with what a correction added. */
  readonly key: Key
  readonly feedbackOf: (id: string) => Content | null
}

/** The same with what was ticked and what is right; of an exact answer, what its author wrote. */
export function markedChoices({ asked, choiceIds, ticked, key, feedbackOf }: Marked) {
  const said = typedOf(ticked)
  const given = said === null ? ticked : [matchOf(key, said)?.id ?? '']
  return allChoices(asked, { key, choiceIds }).map((choice) => ({
    ...choice,
    ticked: given.includes(choice.id),
    correct: key.choices.some(({ id, correct }) => id === choice.id && correct),
    feedback: feedbackOf(choice.id),
  }))
}

/** What else a marked question says of its parts and of what was typed. */
export const partsMarked = ({ parts, typed }: Asked, ticked: readonly string[]) => ({
  ...(parts ? { parts } : {}),
  ...(typed ? { typed, answer: typedOf(ticked) } : {}),
})
