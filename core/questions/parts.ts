/**
 * Questions in parts: the gaps of a cloze, the places of an ordering, the items of a matching. A part is a single choice
 * (docs/decisions/0113): an answer ticks at most one choice of each part, and a choice is called by its part and its
 * option, `2b`. See question.ts for the choices themselves.
 */
import type { Choice, Question, QuestionType } from './question.ts'

export const partedTypes = ['cloze', 'ordering', 'matching'] as const satisfies readonly QuestionType[]
export type PartedType = (typeof partedTypes)[number]

export const isParted = (type: QuestionType): type is PartedType => partedTypes.some((parted) => parted === type)

/** Whether all parts offer the same options: one list, shown once. The gaps of a cloze have each their own. */
export const sharesOptions = (type: QuestionType): boolean => type === 'ordering' || type === 'matching'

type InPart = { readonly id: string; readonly part?: string | undefined; readonly option?: string | undefined }

/** The choices of each part, in the order of the question. */
export function partsOf<T extends InPart>(choices: readonly T[]): { readonly id: string; readonly choices: T[] }[] {
  const parts = new Map<string, T[]>()
  for (const choice of choices) {
    const known = parts.get(choice.part ?? '')
    if (known) known.push(choice)
    else parts.set(choice.part ?? '', [choice])
  }
  return [...parts].map(([id, own]) => ({ id, choices: own }))
}

/**
 * The choices as a page lists them: those of an ordering or a matching once, by the name of their option; any others as
 * they are.
 */
export function listedChoices<T extends InPart>(type: QuestionType, choices: readonly T[]): T[] {
  if (!sharesOptions(type)) return [...choices]
  const first = choices[0]?.part
  return choices.filter(({ part }) => part === first).map((choice) => ({ ...choice, id: choice.option ?? choice.id }))
}

/** A question as a page lists it: with parts, each choice is offered to every one of them. */
export type Listed = {
  readonly parts?: readonly { readonly id: string }[] | undefined
  readonly choices: readonly { readonly id: string; readonly part?: string | undefined }[]
}

/** Each possible answer with its part, in the order of the page: part, then option. */
export const possibleAnswers = ({ parts, choices }: Listed): { id: string; part: string | undefined }[] =>
  parts
    ? parts.flatMap((part) => choices.map(({ id }) => ({ id: part.id + id, part: part.id })))
    : choices.map(({ id, part }) => ({ id, part }))

/** The part of an answer to a question that shares its options: parts are numbered with one digit. */
export const partOfAnswer = (id: string): string => id.charAt(0)

/** What there is to read beside the stem: each option once, the items, and nothing of an answer that is typed. */
export const textsToRead = ({ type, choices, parts = [] }: Pick<Question, 'type' | 'choices' | 'parts'>): string[] =>
  type === 'exact_answer'
    ? []
    : [...listedChoices(type, choices).map(({ text }) => text), ...parts.flatMap(({ text }) => text ?? [])]

const gap = /\[\[(\d)\]\]/g

/** The gaps of a stem, in the order of its text: `[[1]]`, `[[2]]`. */
export const gapsOf = (stem: string): string[] => Array.from(stem.matchAll(gap), ([, id]) => id as string)

/** The stem with other words in its gaps. */
export const withGaps = (stem: string, wordsOf: (gap: string) => string): string =>
  stem.replace(gap, (_, id: string) => wordsOf(id))

/** The text of the right choice of a part; empty without one. */
export const rightTextOf = (choices: readonly Choice[], part: string): string =>
  choices.find((choice) => choice.part === part && choice.correct)?.text ?? ''
