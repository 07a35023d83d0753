import type { QuestionInFile } from '#contract/questions/question-file.ts'
import type { TypedRule } from '#core/questions/typed-answer.ts'
import { parseRational, rationalText, zero } from '#core/rational.ts'
import type { PortableAnswers, PortableChoice, TypedAnswer } from './imported.ts'
import { hasPartialChoices } from './weights.ts'

/** The answers of our own file format, for the types whose choices are not one list. */
export function answersFromFile(file: QuestionInFile): PortableAnswers | undefined {
  switch (file.type) {
    case 'cloze':
      return { kind: 'cloze', gaps: file.gaps.map(({ choices }) => choices.map(choiceOfFile)) }
    case 'ordering':
      return {
        kind: 'ordering',
        items: file.order.map((item) => (typeof item === 'string' ? { text: item } : item)),
        partial: file.partial,
      }
    case 'matching':
      return { kind: 'matching', pairs: file.pairs, extras: file.extras ?? [] }
    case 'exact_answer':
      return {
        kind: 'exact_answer',
        answers: [
          ...file.accept.map((answer) => typedOfFile(answer, true)),
          ...(file.foresee ?? []).map((answer) => typedOfFile(answer, false)),
        ],
        typed: typedOf(file.typed),
      }
    default:
      return undefined
  }
}

type InFile<T extends QuestionInFile['type']> = Extract<QuestionInFile, { type: T }>
type ChoiceInFile = InFile<'cloze'>['gaps'][number]['choices'][number]
type TypedInFile = InFile<'exact_answer'>['accept'][number]

function typedOf(typed: InFile<'exact_answer'>['typed']): TypedRule {
  if (typed?.kind !== 'number') return { kind: 'text', case: typed?.case ?? false }
  const { unit, unitRequired } = typed
  return {
    kind: 'number',
    tolerance: String(typed.tolerance),
    ...(unit ? { unit } : {}),
    ...(unit && unitRequired ? { unitRequired } : {}),
  }
}

const choiceOfFile = ({ text, correct = false, feedback, weight }: ChoiceInFile): PortableChoice => ({
  text,
  correct,
  weight: weightOf(weight, correct),
  feedback,
})

function typedOfFile(answer: TypedInFile, correct: boolean): TypedAnswer {
  const { text, feedback, weight } = typeof answer === 'string' ? { text: answer } : answer
  return { text, correct, weight: weightOf(weight, correct), feedback }
}

const weightOf = (weight: string | number | undefined, correct: boolean) =>
  weight === undefined ? (correct ? '1' : '0') : rationalText(parseRational(String(weight)) ?? zero)

/** The inverse: the fields of our own file format. */
export function answersToFile(answers: PortableAnswers) {
  switch (answers.kind) {
    case 'cloze':
      return {
        type: answers.kind,
        gaps: answers.gaps.map((gap) => ({ choices: gap.map((choice) => choiceToFile(choice, gap)) })),
      }
    case 'ordering':
      return {
        type: answers.kind,
        order: answers.items.map(({ text, feedback }) => (feedback ? { text, feedback } : text)),
        ...(answers.partial ? { partial: answers.partial } : {}),
      }
    case 'matching':
      return {
        type: answers.kind,
        pairs: answers.pairs.map(({ item, answer, feedback }) => ({ item, answer, ...(feedback ? { feedback } : {}) })),
        ...(answers.extras.length > 0 ? { extras: [...answers.extras] } : {}),
      }
    case 'exact_answer': {
      const written = (correct: boolean) =>
        answers.answers.filter((one) => one.correct === correct).map((one) => typedToFile(one, answers.answers))
      const foreseen = written(false)
      return {
        type: answers.kind,
        accept: written(true),
        ...(foreseen.length > 0 ? { foresee: foreseen } : {}),
        typed: answers.typed,
      }
    }
  }
}

const choiceToFile = ({ text, correct, feedback, weight }: PortableChoice, gap: readonly PortableChoice[]) => ({
  text,
  ...(correct ? { correct } : {}),
  ...(feedback ? { feedback } : {}),
  ...(hasPartialChoices('single', gap) ? { weight } : {}),
})

function typedToFile({ text, correct, feedback, weight }: TypedAnswer, all: readonly TypedAnswer[]) {
  const isWeighted = hasPartialChoices('single', all) && weight !== (correct ? '1' : '0')
  if (!feedback && !isWeighted) return text
  return { text, ...(feedback ? { feedback } : {}), ...(isWeighted ? { weight } : {}) }
}
