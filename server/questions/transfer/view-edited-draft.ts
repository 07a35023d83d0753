import type { CourseWords } from '#core/questions/lint/quote.ts'
import type { Question } from '#core/questions/question.ts'
import { barredBy } from './judge-drafts.ts'
import { viewOfDraft } from './plan-question-import.ts'

/** A draft of an assistant that a person changed: why it cannot be kept, and how the list shows it. Runs in a worker. */
export const viewEditedDraft = ({ question, words }: { question: Question; words: CourseWords }) => ({
  barred: barredBy(question, words) ?? null,
  shown: viewOfDraft(question, words),
})
