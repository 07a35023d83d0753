import { askedQuestion, sharedContext } from '#contract/questions/asked-question.ts'
import { termsOf } from '#core/exams/exam-terms.ts'
import { certaintyAsked } from '#core/scoring/certainty.ts'
import type { Exam } from '#prisma/client/client.ts'
import { askedOf } from './asked-of.ts'
import type { DrawnQuestion } from './drawn-question.ts'

const anyId = '00000000-0000-4000-8000-000000000000'

/**
 * The keys of the questions that cannot be shown to a student, parsed as at the start of a copy. A question stored
 * under older rules is found here, before publication, while its author can still correct it.
 */
export function unshownQuestions(exam: Exam, drawn: readonly DrawnQuestion[]): string[] {
  const isShown = (one: DrawnQuestion) => {
    const { points, scale } = termsOf(one.content, exam)
    const { context, ...asked } = askedOf(one)
    const shown = { ...asked, id: anyId, points, ...certaintyAsked(scale ?? exam.scale) }
    return askedQuestion.safeParse(shown).success && (!context || sharedContext.safeParse(context).success)
  }
  return drawn.flatMap((one) => (isShown(one) ? [] : [one.content.id]))
}
