import { faultsOf } from '#core/question.ts'
import type { ImportedQuestion, Notice, NoticeCode, Place, PortableQuestion, Reading } from './imported.ts'
import { nothing, refused } from './imported.ts'
import { openingOf } from './opening.ts'

/** What the platform can hold; the same as the file format of the bank. */
const most = { stem: 8_000, choice: 1_000, explanation: 4_000, choices: 12 }

type Draft = Omit<PortableQuestion, 'title'> & Place & { title?: string | undefined; remarks?: readonly Remark[] }
export type Remark = { code: NoticeCode; detail?: string }

/** The last step of every reader: a question that can be asked, or the reason why it cannot. */
export function accept({ remarks = [], ...draft }: Draft): Reading {
  const title = draft.title?.trim() || openingOf(draft.stem)
  const question: ImportedQuestion = { ...draft, title, idnumber: draft.idnumber?.trim() || undefined }
  const place = { line: draft.line, column: draft.column, title }
  const fault = faultOf(question)
  if (fault) return refused({ ...place, reason: fault })
  const notices = [...remarks, ...aboutWeights(question)].map(
    ({ code, detail }): Notice => ({ code, line: draft.line, detail: detail ? `${title} : ${detail}` : title }),
  )
  return { ...nothing, questions: [question], notices }
}

function faultOf(question: ImportedQuestion) {
  const { stem, choices } = question
  if (stem.trim() === '') return 'no_stem'
  if (isTooLong(question)) return 'too_long'
  if (choices.length > most.choices) return 'too_many_choices'
  return faultsOf({
    type: question.type,
    choices: choices.map((choice, index) => ({ ...choice, id: String(index), keepLast: false })),
  })[0]
}

export function isTooLong({
  stem,
  choices,
  explanation = '',
}: Pick<PortableQuestion, 'stem' | 'choices' | 'explanation'>) {
  if (stem.length > most.stem || explanation.length > most.explanation) return true
  return choices.some(({ text, feedback = '' }) => text.length > most.choice || feedback.length > most.choice)
}

/** The bank knows keys and distractors, the scale of an exam does the rest: a part of the points is told, not hidden. */
function aboutWeights({ type, choices }: ImportedQuestion): Remark[] {
  const keys = choices.filter(({ correct }) => correct).length
  const usual = choices.every(({ correct, weight }) => {
    if (!correct) return weight === '0'
    return weight === '1' || (type === 'multiple' && weight === `1/${keys}`)
  })
  return usual ? [] : [{ code: 'partial_weights', detail: choices.map(({ weight }) => weight).join(' ; ') }]
}
