import type { Content } from '#contract/questions/content.ts'
import type { MarkedQuestion } from './marked-question.ts'

type Choice = MarkedQuestion['choices'][number]

export type MarkedPart = {
  id: string
  /** Of an item to match. */
  text: Content | undefined
  choices: Choice[]
  chosen: Choice | undefined
  /** Absent when the key is not shown. */
  right: Choice | undefined
  isRight: boolean
}

/** The parts of a marked question, in their order. */
export function markedParts({ choices, parts }: Pick<MarkedQuestion, 'choices' | 'parts'>): MarkedPart[] {
  return [...new Set(choices.flatMap(({ part = [] }) => part))].map((id) => {
    const own = choices.filter(({ part }) => part === id)
    const chosen = own.find(({ ticked }) => ticked)
    return {
      id,
      text: parts?.find((part) => part.id === id)?.text,
      choices: own,
      chosen,
      right: own.find(({ correct }) => correct),
      isRight: chosen?.correct === true,
    }
  })
}
