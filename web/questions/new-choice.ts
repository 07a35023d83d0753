import type { QuestionDraft } from '#contract/questions/question-writing.ts'

export const newChoice = (): QuestionDraft['choices'][number] => ({
  text: '',
  correct: false,
  feedback: '',
  keepLast: false,
  weight: null,
  indispensable: false,
  inacceptable: false,
})
