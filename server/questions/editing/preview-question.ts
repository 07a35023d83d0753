import type { QuestionDraft } from '#contract/questions/question-writing.ts'
import type { Question } from '#core/questions/question.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findCourseWords } from '#server/questions/bank/course-words.ts'
import { missingImageFaults } from '#server/questions/images/keep-images.ts'
import { listedOf } from '#server/questions/listed.ts'
import { findContents, findLanguage, findQuestion } from '#server/questions/queries.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'
import { readDraftInThread } from '#server/questions/rendering/rendering.ts'
import { aroundDraft } from './around-draft.ts'
import { faultsOfDraft, questionOfDraft } from './draft-question.ts'

type PreviewQuestionInput = { courseId: string; draft: QuestionDraft; questionId: string | undefined }

/** The preview of a question being written: how students would see it, its faults, its lint remarks. */
export async function previewQuestion(deps: Deps, { courseId, draft, questionId }: PreviewQuestionInput) {
  const before = questionId ? (await findQuestion(deps, { courseId, questionId })).content : null
  const question = questionOfDraft(draft, {
    id: before?.id ?? '',
    before,
    language: await findLanguage(deps, courseId),
  })
  const [section, course] = await Promise.all([othersOf(deps, { courseId, question }), findCourseWords(deps, courseId)])
  const read = await readDraftInThread({ question, section, course })
  const faults = [
    ...faultsOfDraft(question, await aroundDraft(deps, { courseId, questionId, question })),
    ...(await missingImageFaults(deps, courseId, read.images)),
    ...(read.rendered ? [] : ['too_complex' as const]),
  ]
  const isTold = (code: string) => faults.some((fault) => fault === code)
  const { stem, choices, explanation } = read.rendered ?? { stem: [], choices: [], explanation: [] }
  return {
    context: read.rendered?.context ?? null,
    stem,
    choices: choices.map(({ id, text, feedback }) => ({ id, text, feedback: feedback ?? null })),
    ...(read.rendered && (question.parts || question.typed) ? listedFor(question, read.rendered) : {}),
    explanation,
    faults,
    remarks: [...new Map(read.remarks.map((one) => [one.code, one])).values()].filter(
      ({ code }) => !isTold(code) && !toldAs.some(([remark, fault]) => code === remark && isTold(fault)),
    ),
  }
}

/** Where choices are not ticked, what a student is given; the feedback is on the sheet of the author. */
function listedFor(question: Question, rendered: RenderedQuestion) {
  const { choices, ...rest } = listedOf(question, rendered)
  return { ...rest, choices: choices.map((choice) => ({ ...choice, feedback: null })) }
}

/** Faults that the linter reports too. */
const toldAs = [
  ['no_explanation', 'explanation'],
  ['missing_image', 'unknown_image'],
] as const

/** Of the same section only; the whole bank is linted on its own page. */
async function othersOf(deps: Deps, { courseId, question }: { courseId: string; question: Question }) {
  if (question.stem === '') return []
  return (await findContents(deps, courseId)).flatMap(({ content }) =>
    content.section === question.section && content.id !== question.id ? [content] : [],
  )
}
