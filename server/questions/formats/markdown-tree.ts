import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { simpleMarkdown } from './simple-markdown.ts'

/** Markdown as the platform parses it (render.ts): GFM tables and so on, formulas between two dollars. */
export const parseMarkdown = (markdown: string): Root => simpleMarkdown(markdown) ?? parseFully(markdown)

/** By the parser, whatever the text. */
export const parseFully = (markdown: string): Root => parser.parse(shallow(markdown))

/** The same for those who only read the tree: an export reads each text several times, one question after the other. */
export function parsedMarkdown(markdown: string): Root {
  const known = read.get(markdown)
  if (known) return known
  const root = parseMarkdown(markdown)
  if (read.size >= mostRead) read.clear()
  read.set(markdown, root)
  return root
}

const read = new Map<string, Root>()
const mostRead = 1_000

export const writeMarkdown = (root: Root): string => writer.stringify(root).trim()

/**
 * As in render.ts: markers nested more than a dozen deep are text, because thousands exhaust the stack of the parser.
 */
const shallow = (markdown: string) => markdown.replace(/^[ \t]*(?=(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+){13})/gm, '\\')

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkMath, { singleDollarTextMath: false })
const writer = unified()
  .use(remarkGfm)
  .use(remarkMath, { singleDollarTextMath: false })
  .use(remarkStringify, { bullet: '-', emphasis: '_', fences: true, rule: '-', listItemIndent: 'one' })

/** Number of delimiters whose meaning depends on the others. */
export function signsIn(markdown: string): number {
  let count = 0
  for (const sign of markdown) if (sign in compared) count += 1
  return count
}

const compared = { '*': true, _: true, '[': true, ']': true, '~': true, '`': true, '|': true, $: true }

/** A node and all its descendants, in order. */
export function* walk(node: Nodes): Generator<Nodes> {
  yield node
  if ('children' in node) for (const child of node.children) yield* walk(child)
}
