import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { isCertainty } from '#core/exams/certainty.ts'

type Gesture = { question: Pick<AskedQuestion, 'type' | 'choices'>; chosen: readonly string[]; choice: string }

/**
 * The ticked choices after this one was pressed, in displayed order; the certainty is kept while there is an answer.
 */
export function toggled({ question, chosen, choice }: Gesture): string[] {
  const sure = chosen.filter(isCertainty)
  if (question.type !== 'multiple') return [choice, ...sure]
  const next = chosen.includes(choice) ? chosen.filter((id) => id !== choice) : [...chosen, choice]
  const ticked = question.choices.map(({ id }) => id).filter((id) => next.includes(id))
  return ticked.length > 0 ? [...ticked, ...sure] : ticked
}
