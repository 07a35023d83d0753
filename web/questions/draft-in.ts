import type { QuestionDraft } from '#contract/questions/question-writing.ts'

/** The draft in a reply, without its other fields. */
export function draftIn(text: QuestionDraft): QuestionDraft {
  const { section, type, stem, choices, answers, explanation, difficulty, level, purpose, seconds, tags } = text
  const { objective, source, reference, verified, enemies, context } = text
  return {
    ...{ section, type, stem, choices, answers, explanation, difficulty, level, purpose, seconds, tags },
    ...{ objective, source, reference, verified, enemies, context },
  }
}
