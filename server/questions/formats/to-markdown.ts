import { imagesIn } from '../images/images-in.ts'
import { type Desk, takeFile } from './desk.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import { plainToMarkdown } from './plain-to-markdown.ts'

/** How a text of another tool is written; `moodle` is Moodle's own "auto-format", plain lines with a few tags. */
export type TextFormat = 'html' | 'markdown' | 'plain' | 'moodle'

/** Far above what a question may hold: such a text is refused as too long, there is no need to read it first. */
export const longestText = 200_000

export function toMarkdown({ text, format }: { text: string; format: TextFormat }, desk: Desk): string {
  if (text.length > longestText) return text
  switch (format) {
    case 'html':
      return htmlToMarkdown(text, desk)
    case 'markdown':
      for (const name of imagesIn(text)) lookFor(name, desk)
      return text.trim()
    case 'plain':
      return plainToMarkdown(text)
    case 'moodle':
      return htmlTag.test(text) || formula.test(text) ? htmlToMarkdown(text, desk) : plainToMarkdown(text)
  }
}

/** What Markdown shows: there, or told. */
function lookFor(name: string, desk: Desk) {
  const detail = name.slice(0, 120)
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(name)) desk.remarks.push({ code: 'external_image', detail })
  else if (takeFile(desk, name) === null) desk.remarks.push({ code: 'missing_image', detail })
}

const htmlTag =
  /<\/?(?:p|br|b|i|u|s|em|strong|span|div|a|img|ul|ol|li|code|pre|table|tr|t[dh]|su[bp]|h[1-6]|blockquote|tt|font|hr)(?:\s[^>]*)?\/?>|&(?:[a-z]+|#\d+);/i

const formula = /\$\$[^$]+\$\$|\\\(.+?\\\)|\\\[.+?\\\]/
