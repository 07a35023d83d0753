import type { Choice } from './question.ts'

/** The two choices of a true/false question, in the usual order; banks are written in French. */
export const trueFalseTexts = ['Vrai', 'Faux'] as const

/** The choices of a true/false question, given whether its statement is true. */
export const trueFalseChoices = (isTrue: boolean): Choice[] =>
  trueFalseTexts.map((text, index) => ({
    id: 'ab'.charAt(index),
    text,
    correct: (index === 0) === isTrue,
    keepLast: false,
  }))
