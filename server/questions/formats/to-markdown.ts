import { cutText } from '#core/cut-text.ts'
import { imagesIn } from '../images/images-in.ts'
import { longest, mostSigns } from './bounds.ts'
import { formulasIn } from './formulas-in.ts'
import { hasMarkup } from './html-shape.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import { signsIn } from './markdown-tree.ts'
import { plainToMarkdown } from './plain-to-markdown.ts'
import { type ReadingContext, takeFile } from './reading-context.ts'

/** The format of a text of another tool; `moodle` is Moodle's own "auto-format", plain lines with a few tags. */
export type TextFormat = 'html' | 'markdown' | 'plain' | 'moodle'

/** A text that is too long for the bank in any case is returned as it is: `accept` refuses it. */
export function toMarkdown({ text, format }: { text: string; format: TextFormat }, context: ReadingContext): string {
  const isHtml = format === 'html' || (format === 'moodle' && (hasMarkup(text) || formulasIn(text).length > 0))
  if (text.length > (isHtml ? longest.html : longest.plain)) return text
  if (isHtml) return htmlToMarkdown(text, context)
  if (format !== 'markdown') return plainToMarkdown(text)
  if (signsIn(text) > mostSigns.toRead) context.fault ??= 'too_complex'
  else for (const name of imagesIn(text)) lookFor(name, context)
  return text.trim()
}

/** Takes the images that the Markdown shows, or reports the missing ones. */
function lookFor(name: string, context: ReadingContext) {
  const detail = cutText(name, 120)
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(name)) context.remarks.push({ code: 'external_image', detail })
  else if (takeFile(context, name) === null) context.remarks.push({ code: 'missing_image', detail })
}
