import type { Element, ElementContent, Root, RootContent } from 'hast'
import rehypeHighlight from 'rehype-highlight'
import rehypeKatex from 'rehype-katex'
import rehypeSanitize, { defaultSchema, type Options as SanitizeSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import type { ContentNode } from '#contract/content.ts'
import type { Question } from '#core/question.ts'
import { highlighted } from './highlighted-languages.ts'
import { plainMarkdown } from './plain-markdown.ts'
import { toContent } from './to-content.ts'

/** Everything of a question that is shown, as content trees; kept beside the version it was made from. */
export type RenderedQuestion = {
  stem: ContentNode[]
  choices: { id: string; text: ContentNode[]; feedback?: ContentNode[] | undefined }[]
  explanation: ContentNode[]
}

export function renderQuestion({
  stem,
  choices,
  explanation,
}: Pick<Question, 'stem' | 'choices' | 'explanation'>): RenderedQuestion {
  return {
    stem: render(stem),
    choices: choices.map(({ id, text, feedback }) => ({
      id,
      text: render(text),
      ...(feedback ? { feedback: render(feedback) } : {}),
    })),
    explanation: render(explanation),
  }
}

/**
 * Markdown → content tree. Three fences, so that no one of them has to be perfect: raw HTML is only ever text, the tree
 * is sanitised before the highlighter and KaTeX touch it (they would otherwise be trusted with an author's words), and
 * `toContent` keeps nothing outside the lists of the contract.
 */
export function render(markdown: string): ContentNode[] {
  return plainMarkdown(markdown) ?? renderFully(markdown)
}

export function renderFully(markdown: string): ContentNode[] {
  return toContent(processor.runSync(processor.parse(shallow(markdown))) as Root)
}

/** Markers nested a dozen deep say nothing, and thousands exhaust the stack of the parser: such a line is text. */
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
  // One dollar is a variable of a shell (`$HOME`) long before it is a formula: formulas are written $$x$$.
  .use(remarkMath, { singleDollarTextMath: false })
  .use(remarkRehype, {
    handlers: {
      // `remplacez <nom>` must not lose its last word.
      html: (_state, node: { value: string }, parent: { type: string } | undefined) =>
        parent?.type === 'paragraph' ? asText(node.value) : paragraph(node.value),
    },
  })
  .use(rehypeSanitize, schema)
  .use(rehypeHighlight, { languages: highlighted, detect: false })
  .use(rehypeKatex, { output: 'mathml', trust: false, strict: 'ignore', maxExpand: 200, maxSize: 20 })

function paragraph(value: string): Element {
  return { type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value }] }
}

export type HastNode = Root | RootContent | ElementContent
