import { lintQuestions } from '#core/questions/lint/lint.ts'
import type { CourseLine } from '#core/questions/lint/quote.ts'
import type { Question } from '#core/questions/question.ts'

type LintBankInput = { questions: readonly Question[]; lines: readonly CourseLine[] }

/** Lints a whole bank against the text of its course. Runs in a worker thread. */
export const lintBank = ({ questions, lines }: LintBankInput) => lintQuestions(questions, lines)
