import type { Paragraph, Root } from 'mdast'
import { toString as words } from 'mdast-util-to-string'
import { longest, mostSigns } from './bounds.ts'
import { parseMarkdown, signsIn, walk, writeMarkdown } from './markdown-tree.ts'

/** Untouched when Markdown reads it as it is written; else with its signs escaped. */
export function plainToMarkdown(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').trim()
  // `accept` refuses it: it is too long for the bank as it is.
  if (clean.length > longest.plain) return clean
  if (ordinary.test(clean) || (signsIn(clean) <= mostSigns.toCompare && readsAsWritten(clean))) return clean
  return writeMarkdown({ type: 'root', children: paragraphsOf(clean) })
}

/** Blank lines part them; lines have no margins. */
function paragraphsOf(text: string): Paragraph[] {
  const paragraphs: string[][] = [[]]
  for (const line of text.split('\n').map((one) => one.trim()))
    if (line === '') paragraphs.push([])
    else paragraphs.at(-1)?.push(line)
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => ({ type: 'paragraph', children: [{ type: 'text', value: lines.join('\n') }] }))
}

/** Words of one line, where no sign could mean anything: most texts, read without the parser. */
const ordinary = /^(?:[\p{L}][\p{L}\p{N} ,;.?!'’()«»\u00a0\u202f]*)?$/u

/** What a formula, a link or a tag without meaning shows is what was written. */
const harmless = new Set(['root', 'paragraph', 'text', 'html', 'link'])

function readsAsWritten(text: string): boolean {
  const root: Root = parseMarkdown(text)
  if (root.children.some(({ type }) => type !== 'paragraph' && type !== 'html')) return false
  if ([...walk(root)].some(({ type }) => !harmless.has(type))) return false
  return squeezed(root.children.map((block) => words(block)).join('\n')) === squeezed(text)
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()
