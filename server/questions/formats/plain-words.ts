import { toString as words } from 'mdast-util-to-string'
import { parsedMarkdown } from './markdown-tree.ts'

/** The words of a text without its layout, for a list of another tool, which shows nothing else. */
export const plainWords = (markdown: string): string =>
  parsedMarkdown(markdown)
    .children.map((block) => words(block))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
