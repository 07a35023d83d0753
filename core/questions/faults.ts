import { gapsOf, isParted, partsOf } from './parts.ts'
import type { Choice, Question } from './question.ts'
import { answerKey, isReadable } from './typed-answer.ts'

/** Why a question cannot be asked, one code per fault; empty when it is well formed. */
export type QuestionFault =
  | 'no_key'
  | 'several_keys'
  | 'too_few_choices'
  | 'duplicate_choice'
  | 'true_false_choices'
  /** An indispensable wrong choice, or an inacceptable right one. */
  | 'importance_misplaced'
  /** The gaps of the stem are not those of the question, each once. */
  | 'gaps_misplaced'
  /** An accepted answer that is not a number, where a number is expected. */
  | 'answer_unreadable'

type Faulty = Pick<Question, 'type' | 'choices'> & Partial<Pick<Question, 'stem' | 'parts' | 'typed'>>

export function faultsOf(question: Faulty): QuestionFault[] {
  if (question.type === 'exact_answer') return faultsOfTyped(question)
  return isParted(question.type) ? faultsOfParts(question) : faultsOfChoices(question)
}

function faultsOfChoices({ type, choices }: Faulty): QuestionFault[] {
  const keys = choices.filter((choice) => choice.correct).length
  const faults: QuestionFault[] = []
  if (keys === 0) faults.push('no_key')
  if (type !== 'multiple' && keys > 1) faults.push('several_keys')
  if (choices.length < 2) faults.push('too_few_choices')
  if (type === 'true_false' && choices.length !== 2) faults.push('true_false_choices')
  if (hasTwins(choices.map(({ text }) => text))) faults.push('duplicate_choice')
  if (choices.some(({ correct, indispensable, inacceptable }) => (correct ? inacceptable : indispensable))) {
    faults.push('importance_misplaced')
  }
  return faults
}

/** Each part is a single choice. */
function faultsOfParts({ type, choices, stem, parts = [] }: Faulty): QuestionFault[] {
  const each = partsOf(choices).map((part) => faultsOfChoices({ type: 'single', choices: part.choices }))
  const faults = new Set(each.flat())
  const gaps = gapsOf(stem ?? '').toSorted()
  if (type === 'cloze' && gaps.join() !== parts.map(({ id }) => id).join()) faults.add('gaps_misplaced')
  if (parts.length === 0) faults.add('too_few_choices')
  if (hasTwins(parts.flatMap(({ text }) => text ?? []))) faults.add('duplicate_choice')
  return [...faults]
}

function faultsOfTyped({ choices, typed }: Faulty): QuestionFault[] {
  if (!typed) return ['answer_unreadable']
  const faults: QuestionFault[] = []
  if (!choices.some(({ correct }) => correct)) faults.push('no_key')
  if (!choices.every(({ text }) => isReadable(text, typed))) faults.push('answer_unreadable')
  else if (hasSame(choices.map(({ text }) => answerKey(text, typed)))) faults.push('duplicate_choice')
  return faults
}

const hasTwins = (texts: readonly string[]): boolean => hasSame(texts.map(plain))

const hasSame = (keys: readonly string[]): boolean => new Set(keys).size < keys.length

const plain = (text: Choice['text']): string => text.trim().toLowerCase()
