import type { Stratum } from '#core/exams/pools.ts'
import type { Question } from '#core/questions/question.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'

/** A question of the exam, from the bank while it is a draft, from its frozen copy afterwards. */
export type DrawnQuestion = {
  questionId: string | null
  versionId: string | null
  content: Question
  rendered: RenderedQuestion
  stratum: Stratum | null
}
