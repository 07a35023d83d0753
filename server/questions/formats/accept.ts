import { cutText } from '#core/cut-text.ts'
import { faultsOf } from '#core/questions/faults.ts'
import type { QuestionContext } from '#core/questions/question.ts'
import { faultOfAnswers } from './answer-faults.ts'
import { mostChoices } from './bounds.ts'
import type { ImportRemark } from './import-remark.ts'
import type {
  ImportedQuestion,
  ImportNotice,
  PortableQuestion,
  Reading,
  TextPosition,
  UnusableReason,
} from './imported.ts'
import { nothing, refused } from './imported.ts'
import { hasPartialWeights } from './losses.ts'
import { openingOf } from './opening.ts'
import { answerMarkdown } from './portable-texts.ts'
import { filesOf, type ReadingContext } from './reading-context.ts'
import { explanationOf } from './to-question-file.ts'

/** Limits of the platform in characters; the same as in the file format of the bank. */
const most = { stem: 8_000, choice: 1_000, explanation: 4_000, weight: 40 }

type Draft = Omit<PortableQuestion, 'title' | 'files' | 'context'> &
  TextPosition & {
    title?: string | undefined
    remarks?: readonly ImportRemark[]
    /** The document it shares with other questions of the file. */
    document?: QuestionContext | undefined
    /** The state of reading its texts; absent for a format without files. */
    context?: ReadingContext
  }

/** The last step of every reader: returns a question that can be asked, or the reason why it cannot. */
export function accept({ remarks = [], context, document, ...draft }: Draft): Reading {
  const title = cutText(draft.title?.trim() || openingOf(draft.stem), 500)
  const idnumber = draft.idnumber?.trim() || undefined
  const isDocumentLong = (document?.text.length ?? 0) > most.stem
  const question: ImportedQuestion = {
    ...draft,
    ...(document && !isDocumentLong ? { context: document } : {}),
    title,
    idnumber,
    files: context ? filesOf(context) : [],
  }
  const place = { line: draft.line, column: draft.column, title }
  const fault = context?.fault ?? faultOf(question)
  if (fault) return refused({ ...place, reason: fault })
  const allRemarks = [
    ...remarks,
    ...(context?.remarks ?? []),
    ...aboutWeights(question),
    ...(isDocumentLong ? [{ code: 'long_document', detail: '' } as const] : []),
  ]
  const notices = allRemarks.map(
    ({ code, detail }): ImportNotice => ({ code, line: draft.line, detail: detail ? `${title} : ${detail}` : title }),
  )
  return { ...nothing, questions: [question], notices }
}

function faultOf(question: ImportedQuestion): UnusableReason | undefined {
  const { stem, choices, answers } = question
  if (stem.trim() === '') return 'no_stem'
  if (isTooLong(question)) return 'too_long'
  if (answers) return faultOfAnswers(answers, stem)
  if (choices.length > mostChoices) return 'too_many_choices'
  if (choices.some(({ text }) => text.trim() === '')) return 'empty_choice'
  if (choices.some(({ weight }) => weight.length > most.weight)) return 'bad_weight'
  return faultsOf({
    type: question.type,
    choices: choices.map((choice, index) => ({ ...choice, id: String(index), keepLast: false })),
  })[0]
}

/** Measured as the bank will store it: the feedback of each answer of a true/false question joins its explanation. */
export function isTooLong(question: Measured) {
  if ((question.context?.text.length ?? 0) > most.stem) return true
  if (question.stem.length > most.stem || explanationOf(question).length > most.explanation) return true
  return answerMarkdown(question).some((text) => text.length > most.choice)
}

type Measured = Pick<PortableQuestion, 'type' | 'stem' | 'choices' | 'answers' | 'explanation' | 'context'>

/** The bank stores weights, but only one scale uses them, so partial credit is reported to the user. */
function aboutWeights(question: ImportedQuestion): ImportRemark[] {
  if (!hasPartialWeights(question)) return []
  const { choices, answers } = question
  const all =
    answers?.kind === 'cloze' ? answers.gaps.flat() : answers?.kind === 'exact_answer' ? answers.answers : choices
  return [{ code: 'partial_weights', detail: all.map(({ weight }) => weight).join(' ; ') }]
}
