import type { DraftAnswers, QuestionDraft } from '#contract/questions/question-writing.ts'
import { isTicked } from '#web/questions/is-ticked.ts'
import { newChoice } from '#web/questions/new-choice.ts'

type Of<Type> = Extract<DraftAnswers, { type: Type }>
export type GapDraft = Of<'cloze'>['gaps'][number]
export type Accepted = Of<'exact_answer'>['accept'][number]

export const blankOption = (): GapDraft['options'][number] => ({ text: '', correct: false, feedback: '', weight: null })
/** A gap whose right option is the text it replaces. */
export const newGap = (right = ''): GapDraft => ({
  options: [{ ...blankOption(), text: right, correct: true }, blankOption(), blankOption()],
})
export const blankItem = () => ({ text: '', feedback: '' })
export const blankPair = () => ({ item: '', answer: '', feedback: '' })
export const blankAnswer = (): Accepted => ({ text: '', feedback: '', weight: null })

type Answered = Pick<QuestionDraft, 'type' | 'choices' | 'answers'>

/** What there is to fill in for a type, before anything is written. */
export function firstAnswers(type: QuestionDraft['type']): Answered {
  if (isTicked(type)) return { type, choices: [newChoice(), newChoice(), newChoice(), newChoice()], answers: null }
  return { type, choices: [], answers: blankOf(type) }
}

function blankOf(type: QuestionDraft['type']): DraftAnswers | null {
  switch (type) {
    case 'cloze':
      return { type, gaps: [] }
    case 'ordering':
      return { type, order: [blankItem(), blankItem(), blankItem()], partial: 'places' }
    case 'matching':
      return { type, pairs: [blankPair(), blankPair(), blankPair()], extras: [] }
    case 'exact_answer':
      return { type, accept: [blankAnswer()], foresee: [], typed: { kind: 'text', case: false } }
    case 'single':
    case 'multiple':
    case 'true_false':
      return null
  }
}
