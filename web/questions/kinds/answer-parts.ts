import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { isCertainty } from '#core/exams/certainty.ts'
import { typedMark, typedOf } from '#core/questions/typed-answer.ts'
import { letterOf } from '#web/questions/letter-of.ts'

type Asked = Pick<AskedQuestion, 'type' | 'choices' | 'parts'>
export type PartOption = { id: string; text: AskedQuestion['choices'][number]['text']; letter: string }

/** The parts of a question, in their order: gaps, places or items; none where choices are ticked or words are typed. */
export function partIdsOf({ parts, choices }: Asked): string[] {
  return parts?.map(({ id }) => id) ?? [...new Set(choices.flatMap(({ part = [] }) => part))]
}

/** What may be chosen for a part, each under the id that an answer gives it. */
export function optionsOf({ choices }: Asked, part: string): PartOption[] {
  // Options listed once serve every part; those of a gap are its own.
  const own = choices.filter((choice) => choice.part === undefined || choice.part === part)
  return own.map(({ id, text, part: of }, rank) => ({
    id: of === undefined ? part + id : id,
    text,
    letter: letterOf(rank),
  }))
}

export const optionChosen = (question: Asked, part: string, chosen: readonly string[]): PartOption | undefined =>
  optionsOf(question, part).find(({ id }) => chosen.includes(id))

/** The answer once this option is chosen for this part, in the order of the parts; an empty option clears the part. */
export function withOption(
  question: Asked,
  chosen: readonly string[],
  { part, option }: { part: string; option: string },
) {
  const kept = partIdsOf(question).flatMap((each) => {
    const id = each === part ? option : optionChosen(question, each, chosen)?.id
    return id ? [id] : []
  })
  return kept.length > 0 ? [...kept, ...chosen.filter(isCertainty)] : []
}

/** The words of a typed answer; empty when there is none. */
export const wordsTyped = (chosen: readonly string[]): string => typedOf(chosen) ?? ''

export const withTyped = (chosen: readonly string[], typed: string): string[] =>
  typed.trim() === '' ? [] : [typedMark(typed.trim()), ...chosen.filter(isCertainty)]

/** What is chosen, as it is read on the question: « B, – », « get, –, pods », « kubectl get pods ». */
export function chosenWords(question: Asked, chosen: readonly string[]): string {
  if (question.type === 'exact_answer') return wordsTyped(chosen)
  const options = partIdsOf(question).map((part) => optionChosen(question, part, chosen))
  return options.map((one) => (one ? (question.parts ? one.letter : plainText(one.text)) : '–')).join(', ')
}
