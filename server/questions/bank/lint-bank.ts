import { lintQuestions } from '#core/questions/lint/lint.ts'
import type { CourseWords } from '#core/questions/lint/quote.ts'
import type { Question } from '#core/questions/question.ts'

type LintBankInput = { questions: readonly Question[]; course: CourseWords }

/** Lints a whole bank against the text of its course. Runs in a worker thread. */
export const lintBank = ({ questions, course }: LintBankInput) => lintQuestions(questions, course)
