import type { AskedQuestion } from '#contract/exams.ts'

type Gesture = { question: Pick<AskedQuestion, 'type' | 'choices'>; chosen: readonly string[]; choice: string }

/** What is ticked after this choice was pressed, in the order of the paper. */
export function toggled({ question, chosen, choice }: Gesture): string[] {
  if (question.type !== 'multiple') return [choice]
  const next = chosen.includes(choice) ? chosen.filter((id) => id !== choice) : [...chosen, choice]
  return question.choices.map(({ id }) => id).filter((id) => next.includes(id))
}
