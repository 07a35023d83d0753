import { partsOf, rightTextOf } from '#core/questions/parts.ts'
import type { Choice, Question } from '#core/questions/question.ts'
import type { AnswersInFile } from '#server/questions/answers-of-file.ts'

type Answered = Pick<Question, 'choices' | 'parts' | 'partial' | 'typed'> & {
  readonly type: AnswersInFile['type']
}

/** What is answered, in the file format: the inverse of `answersOfFile`. */
export function answersInFile(question: Answered): AnswersInFile {
  const { type, choices, partial, typed } = question
  switch (type) {
    case 'single':
    case 'multiple':
      return {
        type,
        choices: choices.map(({ keepLast, indispensable, inacceptable, ...choice }) => ({
          ...wordsOf(choice),
          ...(keepLast ? { last: true } : {}),
          ...(choice.weight === undefined ? {} : { weight: choice.weight }),
          ...(indispensable ? { indispensable } : {}),
          ...(inacceptable ? { inacceptable } : {}),
        })),
      }
    case 'cloze':
      return { type, gaps: partsOf(choices).map((part) => ({ choices: part.choices.map(weighted) })) }
    case 'ordering':
      return {
        type,
        order: rightOf(choices).map(({ text, feedback }) => (feedback ? { text, feedback } : text)),
        ...(partial ? { partial } : {}),
      }
    case 'matching':
      return { type, ...pairsOf(question) }
    case 'exact_answer':
      return { type, ...typedAnswers(choices), ...(typed ? { typed } : {}) }
  }
}

/** The right choice of each part, in order. */
const rightOf = (choices: readonly Choice[]): Choice[] =>
  partsOf(choices).flatMap((part) => part.choices.find(({ correct }) => correct) ?? [])

function pairsOf({ choices, parts = [] }: Answered) {
  const right = rightOf(choices)
  const used = new Set(right.map(({ option }) => option))
  const extras = (partsOf(choices)[0]?.choices ?? []).filter(({ option }) => !used.has(option))
  return {
    pairs: parts.map(({ id, text = '' }) => {
      const feedback = right.find(({ part }) => part === id)?.feedback
      return { item: text, answer: rightTextOf(choices, id), ...(feedback ? { feedback } : {}) }
    }),
    ...(extras.length > 0 ? { extras: extras.map(({ text }) => text) } : {}),
  }
}

function typedAnswers(choices: readonly Choice[]) {
  const said = (those: readonly Choice[]) =>
    those.map((choice) => {
      const { correct: _, ...answer } = weighted(choice)
      return Object.keys(answer).length === 1 ? answer.text : answer
    })
  const foreseen = said(choices.filter(({ correct }) => !correct))
  return {
    accept: said(choices.filter(({ correct }) => correct)),
    ...(foreseen.length > 0 ? { foresee: foreseen } : {}),
  }
}

const weighted = (choice: Choice) => ({
  ...wordsOf(choice),
  ...(choice.weight === undefined ? {} : { weight: choice.weight }),
})

const wordsOf = ({ text, correct, feedback }: Pick<Choice, 'text' | 'correct' | 'feedback'>) => ({
  text,
  ...(correct ? { correct } : {}),
  ...(feedback ? { feedback } : {}),
})
