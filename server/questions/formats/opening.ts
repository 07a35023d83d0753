import { toString as words } from 'mdast-util-to-string'
import { cutText } from '#core/cut-text.ts'
import { parsedMarkdown } from './markdown-tree.ts'
import { simpleOpening } from './simple-markdown.ts'

const longest = 80

/** The first words of a text, used as title for a question without a name. */
export function openingOf(markdown: string): string {
  const start = cutText(markdown, 2_000).trim()
  if (start === '') return ''
  const text = simpleOpening(start)?.replace(/\s+/g, ' ') ?? firstBlock(start)
  return text.length <= longest ? text : `${cutText(text, longest - 1).replace(/\s+\S*$/, '')}…`
}

function firstBlock(markdown: string): string {
  const texts = parsedMarkdown(markdown).children.map((block) => words(block).replace(/\s+/g, ' ').trim())
  return texts.find((text) => text !== '') ?? ''
}
