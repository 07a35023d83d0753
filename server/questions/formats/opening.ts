import { toString as words } from 'mdast-util-to-string'
import { parseMarkdown } from './markdown-tree.ts'

const longest = 80

/** The first words of a text, for a question that has no name. */
export function openingOf(markdown: string): string {
  const [first] = parseMarkdown(markdown)
    .children.map((block) => words(block).replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '')
  const text = first ?? ''
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/\s+\S*$/, '')}…`
}
