import type { Paragraph, Root } from 'mdast'
import { toString as words } from 'mdast-util-to-string'
import { longest, mostSigns } from './bounds.ts'
import { parseMarkdown, signsIn, walk, writeMarkdown } from './markdown-tree.ts'

/** Unchanged when Markdown would render it as it is written; else escaped. */
export function plainToMarkdown(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').trim()
  // `accept` refuses it for its length anyway.
  if (clean.length > longest.plain) return clean
  if (ordinary.test(clean) || (signsIn(clean) <= mostSigns.toCompare && readsAsWritten(clean))) return clean
  return writeMarkdown({ type: 'root', children: paragraphsOf(clean) })
}

/** Separated by blank lines; lines are trimmed. */
function paragraphsOf(text: string): Paragraph[] {
  const paragraphs: string[][] = [[]]
  for (const line of text.split('\n').map((one) => one.trim()))
    if (line === '') paragraphs.push([])
    else paragraphs.at(-1)?.push(line)
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => ({ type: 'paragraph', children: [{ type: 'text', value: lines.join('\n') }] }))
}

/** A line in which no character can be syntax: most texts, which then need no parser. */
const ordinary = /^(?:[\p{L}][\p{L}\p{N} ,;.?!'’()«»\u00a0\u202f]*)?$/u

/** Nodes whose rendering is the text as written: formulas, links and tags without meaning. */
const harmless = new Set(['root', 'paragraph', 'text', 'html', 'link'])

function readsAsWritten(text: string): boolean {
  const root: Root = parseMarkdown(text)
  if (root.children.some(({ type }) => type !== 'paragraph' && type !== 'html')) return false
  if ([...walk(root)].some(({ type }) => !harmless.has(type))) return false
  return squeezed(root.children.map((block) => words(block)).join('\n')) === squeezed(text)
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()
