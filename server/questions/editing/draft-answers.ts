import type { DraftAnswers, QuestionDraft } from '#contract/questions/question-writing.ts'
import type { Language } from '#core/language.ts'
import type { Question } from '#core/questions/question.ts'
import { trueFalseChoices } from '#core/questions/true-false.ts'
import { type AnswersOfQuestion, answersOfFile } from '#server/questions/answers-of-file.ts'
import { answersInFile } from '#server/questions/formats/answers-in-file.ts'

/** What a draft says to answer, as in a question: fields of another type are gone. */
export function answersOf({ type, choices, answers }: QuestionDraft, language: Language): AnswersOfQuestion {
  const none = { parts: undefined, partial: undefined, typed: undefined }
  if (type === 'true_false') return { ...none, choices: trueFalseChoices(choices[0]?.correct ?? false, language) }
  if (type === 'single' || type === 'multiple') {
    const given = choices.map(({ keepLast, weight, ...choice }) => ({
      ...trimmed(choice),
      last: keepLast,
      weight: weight ?? undefined,
    }))
    return { ...none, ...answersOfFile({ type, choices: given }) }
  }
  return answers?.type === type ? { ...none, ...answersOfFile(inFile(answers)) } : { ...none, choices: [] }
}

/** The draft in the format of a file, which may be incomplete. */
function inFile(answers: DraftAnswers): Parameters<typeof answersOfFile>[0] {
  switch (answers.type) {
    case 'cloze':
      return { ...answers, gaps: answers.gaps.map(({ options }) => ({ choices: options.map(weighted) })) }
    case 'ordering':
      return { ...answers, order: answers.order.map(trimmed) }
    case 'matching':
      return {
        ...answers,
        pairs: answers.pairs.map(({ item, answer, feedback }) => ({
          ...{ item: item.trim(), answer: answer.trim(), feedback: feedback.trim() },
        })),
        extras: answers.extras.map((text) => text.trim()).filter(Boolean),
      }
    case 'exact_answer':
      return { ...answers, accept: answers.accept.map(weighted), foresee: answers.foresee.map(weighted) }
  }
}

const trimmed = <T extends { text: string; feedback: string }>(given: T): T => ({
  ...given,
  text: given.text.trim(),
  feedback: given.feedback.trim(),
})

const weighted = <T extends { text: string; feedback: string; weight: string | null }>(given: T) => ({
  ...trimmed(given),
  weight: given.weight ?? undefined,
})

/** The answers of a question as its draft says them. */
export function draftOfAnswers(question: Pick<Question, 'type' | 'choices' | 'parts' | 'partial' | 'typed'>) {
  const { type } = question
  if (type === 'single' || type === 'multiple' || type === 'true_false') {
    return { choices: question.choices.map(draftOfChoice), answers: null }
  }
  return { choices: [], answers: draftOf(answersInFile({ ...question, type })) }
}

function draftOfChoice({ text, correct, feedback = '', keepLast, ...rules }: Question['choices'][number]) {
  const { weight = null, indispensable = false, inacceptable = false } = rules
  return { text, correct, feedback, keepLast, weight, indispensable, inacceptable }
}

function draftOf(file: ReturnType<typeof answersInFile>): DraftAnswers | null {
  switch (file.type) {
    case 'single':
    case 'multiple':
      return null
    case 'cloze':
      return {
        type: file.type,
        gaps: file.gaps.map(({ choices }) => ({
          options: choices.map((choice) => ({ ...draftOfWords(choice), correct: choice.correct ?? false })),
        })),
      }
    case 'ordering':
      return {
        type: file.type,
        order: file.order.map((item) => {
          const { text, feedback } = draftOfWords(item)
          return { text, feedback }
        }),
        partial: file.partial ?? 'places',
      }
    case 'matching':
      return {
        type: file.type,
        pairs: file.pairs.map(({ item, answer, feedback = '' }) => ({ item, answer, feedback })),
        extras: file.extras ?? [],
      }
    case 'exact_answer':
      return {
        type: file.type,
        accept: file.accept.map(draftOfWords),
        foresee: (file.foresee ?? []).map(draftOfWords),
        typed: draftOfTyped(file.typed),
      }
  }
}

type Worded = string | { text: string; feedback?: string | undefined; weight?: string | number | undefined }

function draftOfWords(said: Worded) {
  const { text, feedback = '', weight } = typeof said === 'string' ? { text: said } : said
  return { text, feedback, weight: weight === undefined ? null : String(weight) }
}

type DraftTyped = Extract<DraftAnswers, { type: 'exact_answer' }>['typed']

function draftOfTyped(typed: Extract<ReturnType<typeof answersInFile>, { type: 'exact_answer' }>['typed']): DraftTyped {
  if (typed?.kind !== 'number') return { kind: 'text', case: typed?.case ?? false }
  const { tolerance, unit = '', unitRequired = false } = typed
  return { kind: 'number', tolerance: String(tolerance), unit, unitRequired }
}
