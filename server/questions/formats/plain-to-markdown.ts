import type { Paragraph, Root } from 'mdast'
import { toString as words } from 'mdast-util-to-string'
import { parseMarkdown, walk, writeMarkdown } from './markdown-tree.ts'

/** Untouched when Markdown reads it as it is written; else with its signs escaped. */
export function plainToMarkdown(text: string): string {
  const clean = text.replace(/\r\n?/g, '\n').trim()
  if (ordinary.test(clean) || readsAsWritten(clean)) return clean
  const paragraphs = clean.split(/\n\s*\n/).map(
    (value): Paragraph => ({
      type: 'paragraph',
      children: [{ type: 'text', value: value.replace(/[ \t]*\n[ \t]*/g, '\n') }],
    }),
  )
  return writeMarkdown({ type: 'root', children: paragraphs })
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
