import { cutText } from '#core/cut-text.ts'
import type { QuestionContext } from '#core/questions/question.ts'
import { slugOf } from '#core/slug.ts'
import { openingOf } from './opening.ts'

/** A document of another tool; undefined when it says nothing. Its id is made of its title, or of its first words. */
export function contextOfFile({ title = '', text }: { title?: string; text: string }): QuestionContext | undefined {
  const words = text.trim()
  if (words === '') return undefined
  const name = cutText(title.trim(), 200)
  return { id: slugOf(name || openingOf(words) || 'document'), ...(name ? { title: name } : {}), text: words }
}
