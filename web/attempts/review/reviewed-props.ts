import type { MarkedQuestion } from './marked-question.ts'

export type ReviewedProps = {
  question: MarkedQuestion
  /** The words before what was answered: « Votre réponse ». */
  own: string
  /** Whether the key is shown. */
  isJudged: boolean
}
