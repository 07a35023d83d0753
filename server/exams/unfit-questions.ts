import { termsOf } from '#core/exams/exam-terms.ts'
import { scaleFitsType } from '#core/scoring/fits-type.ts'
import type { Exam } from '#prisma/client/client.ts'
import type { DrawnQuestion } from './drawn-question.ts'

/** The keys of the questions for whose type their scale means nothing. */
export const unfitQuestions = (exam: Exam, drawn: readonly DrawnQuestion[]): string[] =>
  drawn.flatMap(({ content }) =>
    scaleFitsType(termsOf(content, exam).scale ?? exam.scale, content.type) ? [] : [content.id],
  )
