import { contextOf } from '#server/questions/contexts.ts'
import { listedOf } from '#server/questions/listed.ts'
import type { DrawnQuestion } from './drawn-question.ts'

/** The part of a question that a student may see. */
export function askedOf({ content, rendered }: Pick<DrawnQuestion, 'content' | 'rendered'>) {
  return {
    type: content.type,
    ...(content.context ? { context: contextOf(content, rendered) } : {}),
    stem: rendered.stem,
    ...listedOf(content, rendered),
  }
}
