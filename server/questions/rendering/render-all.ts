import type { ContentNode } from '#contract/questions/content.ts'
import { cutText } from '#core/cut-text.ts'
import { duplicatesIn } from '#core/questions/lint/duplicates.ts'
import { type LintFinding, lintQuestion } from '#core/questions/lint/lint.ts'
import type { CourseWords } from '#core/questions/lint/quote.ts'
import type { Question } from '#core/questions/question.ts'
import { imagesOf } from '#server/questions/images/images-in.ts'
import { type RenderedQuestion, render, renderOrNull, type Texts, TooComplex } from './render.ts'

// Rendering of questions, run in worker threads by rendering.ts, never on the event loop.

/** One text alone; one that cannot be rendered is shown as it was written. */
export function renderOrPlain(markdown: string): ContentNode[] {
  try {
    return render(markdown)
  } catch (error) {
    if (!(error instanceof TooComplex)) throw error
    return plainContent(markdown)
  }
}

/** A text as it is written, in one paragraph. */
export const plainContent = (markdown: string): ContentNode[] => [
  { type: 'element', tag: 'p', children: [{ type: 'text', value: cutText(markdown, 20_000) }] },
]

export const renderEachOrNull = (questions: readonly Texts[]): (RenderedQuestion | null)[] =>
  questions.map(renderOrNull)

export type DraftRemark = Pick<LintFinding, 'code' | 'severity' | 'allowed'>
export type DraftRead = { rendered: RenderedQuestion | null; images: string[]; remarks: DraftRemark[] }

type ReadDraftInput = { question: Question; section: readonly Question[]; course: CourseWords }

/** A question being written: its rendering, its images, and its lint remarks among those of its section. */
export function readDraft({ question, section, course }: ReadDraftInput): DraftRead {
  return {
    rendered: renderOrNull(question),
    images: imagesOf(question),
    remarks: [...lintQuestion(question, course), ...twinsOf(question, section)].map(({ code, severity, allowed }) => ({
      ...{ code, severity, allowed },
    })),
  }
}

function twinsOf(question: Question, section: readonly Question[]): DraftRemark[] {
  if (question.stem === '') return []
  return duplicatesIn([...section, question]).flatMap(({ id, otherId, isSame }): DraftRemark[] => {
    if (id !== question.id && otherId !== question.id) return []
    const code = isSame ? 'duplicate_question' : 'near_duplicate'
    return [{ code, severity: isSame ? 'error' : 'warning', allowed: question.allow?.[code] ?? null }]
  })
}
