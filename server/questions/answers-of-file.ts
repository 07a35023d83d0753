import type { QuestionInFile } from '#contract/questions/question-file.ts'
import type { Choice, Question } from '#core/questions/question.ts'

type InFile<Type extends QuestionInFile['type']> = Omit<Extract<QuestionInFile, { type: Type }>, keyof SharedInFile>
type SharedInFile = Omit<Extract<QuestionInFile, { type: 'true_false' }>, 'type' | 'answer'>
export type AnswersInFile =
  | InFile<'single'>
  | InFile<'multiple'>
  | InFile<'cloze'>
  | InFile<'ordering'>
  | InFile<'matching'>
  | InFile<'exact_answer'>

export type AnswersOfQuestion = Pick<Question, 'choices' | 'parts' | 'partial' | 'typed'>

/** The choices of a question of a file, with their ids; a true/false question has its own, by the language. */
export function answersOfFile(given: AnswersInFile): AnswersOfQuestion {
  switch (given.type) {
    case 'single':
    case 'multiple':
      return { choices: given.choices.map((choice, index) => ({ id: letterOf(index), ...choiceOf(choice) })) }
    case 'cloze':
      return answersOfGaps(given)
    case 'ordering':
      return answersOfOrder(given)
    case 'matching':
      return answersOfPairs(given)
    case 'exact_answer':
      return answersTyped(given)
  }
}

const letterOf = (index: number): string => String.fromCharCode(97 + index)
const partOf = (index: number): string => String(index + 1)

function answersOfGaps({ gaps }: InFile<'cloze'>): AnswersOfQuestion {
  return {
    parts: gaps.map((_, index) => ({ id: partOf(index) })),
    choices: gaps.flatMap(({ choices }, gap) =>
      choices.map((choice, index) => ({ ...named(gap, index), ...choiceOf(choice) })),
    ),
  }
}

/** Each item may stand at each place; its letter is its own place in the right order, which no page of a student says. */
function answersOfOrder({ order, partial = 'places' }: InFile<'ordering'>): AnswersOfQuestion {
  const items = order.map(worded)
  return {
    parts: items.map((_, index) => ({ id: partOf(index) })),
    choices: items.flatMap((_, place) =>
      items.map(({ text, feedback }, index) =>
        place === index
          ? { ...named(place, index), ...choiceOf({ text, feedback, correct: true }) }
          : { ...named(place, index), ...choiceOf({ text }) },
      ),
    ),
    ...(partial === 'places' ? {} : { partial }),
  }
}

function answersOfPairs({ pairs, extras = [] }: InFile<'matching'>): AnswersOfQuestion {
  const options = [...new Set(pairs.map(({ answer }) => answer)), ...extras]
  return {
    parts: pairs.map(({ item }, index) => ({ id: partOf(index), text: item })),
    choices: pairs.flatMap(({ answer, feedback }, part) =>
      options.map((text, index) =>
        index === options.indexOf(answer)
          ? { ...named(part, index), ...choiceOf({ text, feedback, correct: true }) }
          : { ...named(part, index), ...choiceOf({ text }) },
      ),
    ),
  }
}

function answersTyped({ accept, foresee = [], typed = { kind: 'text' } }: InFile<'exact_answer'>): AnswersOfQuestion {
  const said = [
    ...accept.map((answer) => ({ ...worded(answer), correct: true })),
    ...foresee.map((answer) => ({ ...worded(answer), correct: false })),
  ]
  return {
    choices: said.map((answer, index) => ({ id: letterOf(index), ...choiceOf(answer) })),
    typed:
      typed.kind === 'text'
        ? { kind: 'text', case: typed.case ?? false }
        : {
            kind: 'number',
            tolerance: String(typed.tolerance),
            ...(typed.unit ? { unit: typed.unit } : {}),
            ...(typed.unit && typed.unitRequired ? { unitRequired: true } : {}),
          },
  }
}

type Worded = { text: string; feedback?: string | undefined; weight?: string | number | undefined }
const worded = (said: string | Worded): Worded => (typeof said === 'string' ? { text: said } : said)

const named = (part: number, option: number) => ({
  id: partOf(part) + letterOf(option),
  part: partOf(part),
  option: letterOf(option),
})

type ChoiceInFile = Worded & Partial<Omit<Extract<AnswersInFile, { type: 'single' }>['choices'][number], keyof Worded>>

function choiceOf(given: ChoiceInFile): Omit<Choice, 'id'> {
  const { text, correct, feedback, last, weight, indispensable, inacceptable } = given
  return {
    text,
    correct: correct ?? false,
    ...(feedback ? { feedback } : {}),
    keepLast: last ?? false,
    ...(weight === undefined ? {} : { weight: String(weight) }),
    ...(indispensable ? { indispensable } : {}),
    ...(inacceptable ? { inacceptable } : {}),
  }
}
