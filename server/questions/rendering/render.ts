import type { Element, ElementContent, Root, RootContent } from 'hast'
import type { Nodes } from 'mdast'
import rehypeHighlight from 'rehype-highlight'
import rehypeKatex from 'rehype-katex'
import rehypeSanitize, { defaultSchema, type Options as SanitizeSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { type ContentNode, content } from '#contract/questions/content.ts'
import { withGaps } from '#core/questions/parts.ts'
import type { Question } from '#core/questions/question.ts'
import { holdsBlocks } from '#server/questions/formats/from-markdown.ts'
import { highlighted } from './highlighted-languages.ts'
import { plainMarkdown } from './plain-markdown.ts'
import { toContent } from './to-content.ts'
import { wordsAsContent } from './words-as-content.ts'

/** Thrown for a text with more nodes than the contract allows. */
export class TooComplex extends Error {}

/** The rendered texts of a question; stored with its version. */
export type RenderedQuestion = {
  stem: ContentNode[]
  choices: { id: string; text: ContentNode[]; feedback?: ContentNode[] | undefined }[]
  /** The items of a matching. */
  parts?: { id: string; text: ContentNode[] }[] | undefined
  explanation: ContentNode[]
  /** The document it is about, when it has one. */
  context?: ContentNode[] | undefined
}

/** The texts of a question. */
export type Texts = Pick<Question, 'stem' | 'choices' | 'explanation' | 'context' | 'parts' | 'typed'>

export function renderQuestion({ stem, choices, explanation, context, parts, typed }: Texts): RenderedQuestion {
  // An option is a choice of each part: its text is rendered once.
  const known = new Map<string, ContentNode[]>()
  const once = (text: string) => {
    const tree = known.get(text) ?? (typed ? wordsAsContent(text) : render(text))
    known.set(text, tree)
    return tree
  }
  const items = parts?.flatMap(({ id, text }) => (text === undefined ? [] : [{ id, text: render(text) }])) ?? []
  return {
    stem: render(stem),
    choices: choices.map(({ id, text, feedback }) => ({
      id,
      text: once(text),
      ...(feedback ? { feedback: render(feedback) } : {}),
    })),
    ...(items.length > 0 ? { parts: items } : {}),
    explanation: render(explanation),
    ...(context ? { context: render(context.text) } : {}),
  }
}

/** Like `renderQuestion`; null when one of its texts could not be rendered. */
export function renderOrNull(question: Parameters<typeof renderQuestion>[0]): RenderedQuestion | null {
  try {
    return renderQuestion(question)
  } catch (error) {
    if (error instanceof TooComplex) return null
    throw error
  }
}

/**
 * Markdown → content tree. Three independent defences: raw HTML is always text, the tree is sanitised before the
 * highlighter and KaTeX process it, and `toContent` keeps nothing outside the lists of the contract. The result is
 * parsed by the contract. Throws `TooComplex`.
 */
export function render(markdown: string): ContentNode[] {
  return plainMarkdown(markdown) ?? renderFully(markdown)
}

export function renderFully(markdown: string): ContentNode[] {
  const text = shallow(markdown)
  const gapless = holdsPrivate.test(text) ? text : withGaps(text, privateOf)
  const parsed = processor.parse(gapless)
  refuseGrowth(parsed)
  const written = toContent(processor.runSync(parsed) as Root)
  const tree = gapless === text ? written : gapsBack(written)
  if (countNodes(tree) > most.nodes || !content.safeParse(tree).success) throw new TooComplex()
  return tree
}

/**
 * The gap of a cloze is one private character while the text is read, because neither Markdown nor the highlighter may
 * take its brackets for their own.
 */
const privateOf = (gap: string): string => String.fromCharCode(0xe000 + Number(gap))
const holdsPrivate = /[\ue000-\ue009]/

function gapsBack(nodes: ContentNode[]): ContentNode[] {
  return nodes.map((node) => {
    if (node.type === 'element') return node.children ? { ...node, children: gapsBack(node.children) } : node
    const value = node.value.replace(/[\ue000-\ue009]/g, (one) => `[[${one.charCodeAt(0) - 0xe000}]]`)
    return { ...node, value }
  })
}

/** `nodes`: per text, what a telephone renders without delay; `cells`: per table, empty ones included. */
const most = { nodes: 8_000, cells: 2_000 }

export const countNodes = (nodes: readonly ContentNode[]): number =>
  nodes.reduce((sum, node) => sum + 1 + (node.type === 'element' ? countNodes(node.children ?? []) : 0), 0)

/**
 * A table is filled up to its widest row, so seven kilobytes of bars could give a million cells; checked before that.
 */
function refuseGrowth(root: Nodes) {
  const left: Nodes[] = [root]
  for (let node = left.pop(); node; node = left.pop()) {
    if (node.type === 'table') {
      const widest = Math.max(...node.children.map((row) => row.children.length), node.align?.length ?? 0)
      if (widest * node.children.length > most.cells) throw new TooComplex()
    }
    if ('children' in node) for (const child of node.children) left.push(child)
  }
}

/** Markers nested more than a dozen deep are treated as text, because thousands exhaust the stack of the parser. */
function shallow(markdown: string): string {
  return markdown.replace(/^[ \t]*(?=(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+){13})/gm, '\\')
}

const schema: SanitizeSchema = {
  ...defaultSchema,
  tagNames: defaultSchema.tagNames?.filter((tag) => !['input', 'picture', 'source'].includes(tag)) ?? [],
  attributes: {
    a: ['href'],
    img: ['src', 'alt'],
    code: [['className', /^language-[\w+#-]{1,20}$/, 'math-inline', 'math-display']],
    ol: ['start'],
    th: ['align'],
    td: ['align'],
  },
  protocols: { href: ['http', 'https'] },
}

const asText = (value: string): ElementContent => ({ type: 'text', value })

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  // A single dollar is usually a shell variable (`$HOME`), so formulas need two: $$x$$.
  .use(remarkMath, { singleDollarTextMath: false })
  .use(remarkRehype, {
    handlers: {
      // HTML is kept as text, so that `remplacez <nom>` keeps its last word.
      html: (_state, node: { value: string }, parent: { type: string } | undefined) =>
        holdsBlocks.has(parent?.type ?? 'root') ? paragraph(node.value) : asText(node.value),
    },
  })
  .use(rehypeSanitize, schema)
  .use(rehypeHighlight, { languages: highlighted, detect: false })
  .use(rehypeKatex, { output: 'mathml', trust: false, strict: 'ignore', maxExpand: 200, maxSize: 20 })

function paragraph(value: string): Element {
  return { type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value }] }
}

export type HastNode = Root | RootContent | ElementContent
