import type { Element, ElementContent, Root } from 'hast'
import type { InlineCode, Root as Markdown } from 'mdast'
import type { InlineMath } from 'mdast-util-math'
import { toString as words } from 'mdast-util-to-string'
import rehypeParse from 'rehype-parse'
import rehypeRemark from 'rehype-remark'
import rehypeSanitize, { defaultSchema, type Options } from 'rehype-sanitize'
import { unified } from 'unified'
import { type Desk, takeFile } from './desk.ts'
import { walk, writeMarkdown } from './markdown-tree.ts'
import { plainToMarkdown } from './plain-to-markdown.ts'

/** HTML of another tool → Markdown: sanitised first, its images taken from the files that came with it. */
export function htmlToMarkdown(html: string, desk: Desk): string {
  if (isTooDeep(html)) {
    desk.remarks.push({ code: 'too_deep' })
    return plainToMarkdown(html.replace(/<[^>]*>/g, ' '))
  }
  const dirty = parser.parse(html)
  prepare(dirty, desk, 0)
  const clean = sanitiser.runSync(dirty) as Root
  const markdown = converter.runSync(clean) as unknown as Markdown
  const plain = onlyText(markdown)
  return plain === null ? writeMarkdown(markdown) : plainToMarkdown(plain)
}

/** Thousands of tags in one another exhaust the stack of the parser, and were not written by a person. */
function isTooDeep(html: string): boolean {
  let depth = 0
  for (const [, end, name = '', empty] of html.matchAll(/<(\/?)([a-z][\w-]*)[^<>]*?(\/?)>/gi)) {
    if (end) depth -= 1
    else if (!empty && !/^(?:br|hr|img|p|li|t[dhr]|wbr|col)$/i.test(name)) depth += 1
    if (depth > maxDepth) return true
  }
  return false
}

/** Without marks the text needs no escape but its own: `= 2 + 2` stays what it is. */
function onlyText(markdown: Markdown): string | null {
  if (markdown.children.some(({ type }) => type !== 'paragraph')) return null
  for (const node of walk(markdown)) if (!['root', 'paragraph', 'text'].includes(node.type)) return null
  return markdown.children.map((block) => words(block)).join('\n\n')
}

const unwanted = new Set(['input', 'picture', 'source', 'details'])

const schema: Options = {
  ...defaultSchema,
  tagNames: [...(defaultSchema.tagNames ?? []).filter((tag) => !unwanted.has(tag))],
  attributes: {
    a: ['href'],
    img: ['src', 'alt'],
    code: [['className', /^language-[\w+#-]{1,20}$/], 'dataTex'],
    ol: ['start'],
    th: ['align'],
    td: ['align'],
  },
  protocols: { href: ['http', 'https'] },
}

const parser = unified().use(rehypeParse, { fragment: true })
const sanitiser = unified().use(rehypeSanitize, schema)
const converter = unified().use(rehypeRemark, {
  handlers: {
    // Code that carries TeX is our own, see `formulasOf`: no tag of HTML says a formula.
    code: (_state, node: Element): InlineMath | InlineCode => {
      const formula = node.properties['dataTex']
      return typeof formula === 'string'
        ? { type: 'inlineMath', value: formula }
        : { type: 'inlineCode', value: wordsOf(node).replace(/\s+/g, ' ') }
    },
  },
})

const wordsOf = (node: ElementContent): string =>
  node.type === 'text' ? node.value : node.type === 'element' ? node.children.map(wordsOf).join('') : ''

const text = (value: string): ElementContent => ({ type: 'text', value })
const tex = (value: string): Element => ({
  type: 'element',
  tagName: 'code',
  properties: { dataTex: value },
  children: [text(value)],
})
const maxDepth = 100

/** What the sanitiser would lose without a word: images, formulas, media. */
function prepare(parent: Root | Element, desk: Desk, depth: number) {
  if (depth > maxDepth) {
    parent.children = []
    return
  }
  parent.children = (parent.children as ElementContent[]).flatMap((child) => {
    if (child.type === 'text') return formulasOf(child.value)
    if (child.type !== 'element') return [child]
    if (child.tagName === 'pre' || child.tagName === 'code') return [child]
    if (child.tagName === 'img') return imageOf(child, desk)
    if (child.tagName === 'math') return formulaOf(child, desk)
    if (['object', 'audio', 'video', 'iframe', 'embed'].includes(child.tagName)) desk.remarks.push({ code: 'media' })
    if (child.tagName === 'a') child.properties['href'] = linkOf(child, desk)
    prepare(child, desk, depth + 1)
    return [child]
  }) as typeof parent.children
}

/** Moodle, Canvas, Common Cartridge and Blackboard each have a word for "the files of this question". */
const ownFiles = /^(?:@@PLUGINFILE@@\/|@X@[\w.]+@X@(?:.*\/)?|(?:\$|%24)IMS[_-]CC[_-]FILE_?BASE(?:\$|%24)\/?(?:\.\.\/)*)/

function imageOf({ properties }: Element, desk: Desk): ElementContent[] {
  const { src, alt, dataEquationContent } = properties
  if (typeof dataEquationContent === 'string') return [tex(dataEquationContent)]
  const address = typeof src === 'string' ? src.trim().replace(ownFiles, '') : ''
  const words = typeof alt === 'string' ? alt : ''
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) {
    desk.remarks.push({ code: 'external_image', detail: address.slice(0, 120) })
    return words ? [text(words)] : []
  }
  if (address === '') return words ? [text(words)] : []
  const name = takeFile(desk, address)
  if (name === null) desk.remarks.push({ code: 'missing_image', detail: address.slice(0, 120) })
  return [{ type: 'element', tagName: 'img', properties: { src: name ?? address, alt: words }, children: [] }]
}

function linkOf({ properties }: Element, desk: Desk): string {
  const href = typeof properties['href'] === 'string' ? properties['href'].trim() : ''
  if (!ownFiles.test(href) && (/^(?:[a-z][a-z0-9+.-]*:|[/#?]|$)/i.test(href) || !takeFile(desk, href))) return href
  const name = takeFile(desk, href.replace(ownFiles, ''))
  if (name !== null) desk.remarks.push({ code: 'attached_file', detail: name })
  return name ?? href.replace(ownFiles, '')
}

/** `$$x$$`, `\\(x\\)` and `\\[x\\]`: how Moodle and Canvas write TeX in a text. */
const formulasOf = (value: string): ElementContent[] =>
  value
    .split(/(\$\$[^$]+\$\$|\\\([\s\S]+?\\\)|\\\[[\s\S]+?\\\])/)
    .filter((part) => part !== '')
    .map((part) => (/^(?:\$\$|\\[([])[\s\S]+(?:\$\$|\\[)\]])$/.test(part) ? tex(part.slice(2, -2).trim()) : text(part)))

/** MathML says its TeX, or nothing of it can be kept. */
function formulaOf(math: Element, desk: Desk): ElementContent[] {
  const source = annotationOf(math)
  if (source === null) {
    desk.remarks.push({ code: 'media', detail: 'MathML' })
    return []
  }
  return [tex(source.replace(/^\\\[|\\\]$/g, '').trim())]
}

function annotationOf(node: Element): string | null {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    const isTex = /tex/i.test(String(child.properties['encoding'] ?? ''))
    if (child.tagName === 'annotation' && isTex)
      return child.children.map((one) => ('value' in one ? one.value : '')).join('')
    const inside = annotationOf(child)
    if (inside !== null) return inside
  }
  return null
}
