import type { Stratum } from '#core/exams/pools.ts'
import type { Question } from '#core/questions/question.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'

/** A question of an exam: from the bank while the exam is a draft, from its frozen version afterwards. */
export type DrawnQuestion = {
  questionId: string | null
  versionId: string | null
  content: Question
  rendered: RenderedQuestion
  stratum: Stratum | null
  /** The slots whose copies may ask it; none: all of them. */
  slots: readonly number[]
}
