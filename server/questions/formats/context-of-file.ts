import { cutText } from '#core/cut-text.ts'
import type { QuestionContext } from '#core/questions/question.ts'
import { slugOf } from '#core/slug.ts'
import { openingOf } from './opening.ts'

/**
 * A document of another tool; undefined when it says nothing. Its id is made of its title, or of its first words. A title
 * that is only those words was made up by a tool that needs one.
 */
export function contextOfFile({ title = '', text }: { title?: string; text: string }): QuestionContext | undefined {
  const words = text.trim()
  if (words === '') return undefined
  const opening = openingOf(words)
  const name = cutText(title.trim(), 200)
  const own = name === opening ? '' : name
  return { id: slugOf(own || opening || 'document'), ...(own ? { title: own } : {}), text: words }
}

/** The title to write where a tool needs one. */
export const titleOfContext = ({ id, title, text }: QuestionContext): string => title ?? (openingOf(text) || id)
