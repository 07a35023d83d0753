import type { QuestionType } from '#core/questions/question.ts'

/**
 * Whether a question is answered by ticking its choices. The others (a text with gaps, an order, pairs, a typed answer)
 * have fields of their own, loaded with the copy that needs them: docs/decisions/0115-types-load-with-their-copy.md.
 */
export const isTicked = (type: QuestionType) => /^(single|multiple|true_false)$/.test(type)
