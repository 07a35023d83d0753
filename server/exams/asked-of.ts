import type { DrawnQuestion } from './drawn-question.ts'

/** What a student may see of a question, and nothing else. */
export function askedOf({ content, rendered }: Pick<DrawnQuestion, 'content' | 'rendered'>) {
  return {
    type: content.type,
    stem: rendered.stem,
    choices: rendered.choices.map(({ id, text }) => ({ id, text })),
  }
}
