import type { QuestionDraft } from '#contract/question-writing.ts'
import { type LintFinding, lintQuestion } from '#core/lint.ts'
import { duplicatesIn } from '#core/lint-duplicates.ts'
import type { Question } from '#core/question.ts'
import type { Deps } from '#server/platform/deps.ts'
import { faultsOfDraft, questionOfDraft } from './draft-question.ts'
import { imageFaults } from './images/keep-images.ts'
import { findContents, findQuestion, sectionOrder } from './queries.ts'
import { renderQuestion } from './render.ts'

type Given = { courseId: string; draft: QuestionDraft; questionId: string | undefined }

/** What a student would see of a question being written, what it lacks, what the linter says. */
export async function previewQuestion(deps: Deps, { courseId, draft, questionId }: Given) {
  const before = questionId ? (await findQuestion(deps, { courseId, questionId })).content : null
  const question = questionOfDraft(draft, { id: before?.id ?? '', before })
  const rendered = renderQuestion(question)
  const faults = [
    ...faultsOfDraft(question, await sectionOrder(deps, courseId)),
    ...(await imageFaults(deps, courseId, question)),
  ]
  const remarks = [...lintQuestion(question), ...(await twinsOf(deps, { courseId, question }))]
  const isTold = (code: LintFinding['code']) => faults.some((fault) => fault === code)
  return {
    stem: rendered.stem,
    choices: rendered.choices.map(({ id, text, feedback }) => ({ id, text, feedback: feedback ?? null })),
    explanation: rendered.explanation,
    faults,
    remarks: [...new Map(remarks.map((one) => [one.code, one])).values()].flatMap(({ code, severity, allowed }) =>
      isTold(code) || (code === 'no_explanation' && faults.includes('explanation'))
        ? []
        : [{ code, severity, allowed }],
    ),
  }
}

/** Of the same section only: the whole bank is judged on its page. */
async function twinsOf(deps: Deps, { courseId, question }: { courseId: string; question: Question }) {
  if (question.stem === '') return []
  const own = (await findContents(deps, courseId)).flatMap(({ content }) =>
    content.section === question.section && content.id !== question.id ? [content] : [],
  )
  return duplicatesIn([...own, question]).flatMap(
    ({ id, otherId, isSame }): Pick<LintFinding, 'code' | 'severity' | 'allowed'>[] => {
      if (id !== question.id && otherId !== question.id) return []
      const code = isSame ? 'duplicate_question' : 'near_duplicate'
      return [{ code, severity: isSame ? 'error' : 'warning', allowed: question.allow?.[code] ?? null }]
    },
  )
}
