import type { Reply } from '#contract/endpoint.ts'
import type { getQuestionText, QuestionDraft } from '#contract/questions/question-writing.ts'

/** The draft a reply carries, without what comes with it. */
export function draftIn(text: Reply<typeof getQuestionText>): QuestionDraft {
  const { section, type, stem, choices, explanation, difficulty, level, purpose, seconds, tags, source } = text
  return { section, type, stem, choices, explanation, difficulty, level, purpose, seconds, tags, source }
}
