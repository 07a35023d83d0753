import type { DrawnQuestion } from './drawn-question.ts'

/** The part of a question that a student may see. */
export function askedOf({ content, rendered }: Pick<DrawnQuestion, 'content' | 'rendered'>) {
  return {
    type: content.type,
    stem: rendered.stem,
    choices: rendered.choices.map(({ id, text }) => ({ id, text })),
  }
}
