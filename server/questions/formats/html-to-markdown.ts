import type { Element, ElementContent, Root } from 'hast'
import type { InlineCode, Root as Markdown } from 'mdast'
import type { InlineMath } from 'mdast-util-math'
import { toString as words } from 'mdast-util-to-string'
import rehypeParse from 'rehype-parse'
import rehypeRemark from 'rehype-remark'
import rehypeSanitize, { defaultSchema, type Options } from 'rehype-sanitize'
import { unified } from 'unified'
import { cutText } from '#core/cut-text.ts'
import { splitFormulas } from './formulas-in.ts'
import { isTangled, withoutTags } from './html-shape.ts'
import { walk, writeMarkdown } from './markdown-tree.ts'
import { plainToMarkdown } from './plain-to-markdown.ts'
import { type ReadingContext, takeFile } from './reading-context.ts'
import { type Script, scriptOf, scriptTex } from './scripts.ts'

/** HTML of another tool → Markdown: sanitised first, with images taken from the files that came with it. */
export function htmlToMarkdown(html: string, context: ReadingContext): string {
  if (isTangled(html)) {
    context.remarks.push({ code: 'too_deep' })
    return plainToMarkdown(withoutTags(html))
  }
  const markdown = treeToMarkdown(parser.parse(html), context)
  const plain = onlyText(markdown)
  return plain === null ? writeMarkdown(markdown) : plainToMarkdown(plain)
}

/** The same from tree to tree; `dirty` is changed on the way. */
export function treeToMarkdown(dirty: Root, context: ReadingContext): Markdown {
  prepare(dirty, context, 0)
  const clean = sanitiser.runSync(dirty) as Root
  return converter.runSync(clean) as unknown as Markdown
}

/** The text alone when it needs no Markdown escape: `= 2 + 2` is kept as it is. */
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
    // Code with TeX comes from `formulasOf`, since HTML has no tag for formulas.
    code: (_state, node: Element): InlineMath | InlineCode => {
      const formula = node.properties['dataTex']
      return typeof formula === 'string'
        ? { type: 'inlineMath', value: formula }
        : { type: 'inlineCode', value: wordsOf(node).replace(/\s+/g, ' ') }
    },
  },
})

const wordsOf = (node: ElementContent): string => {
  if (node.type === 'text') return node.value
  if (node.type !== 'element') return ''
  return node.tagName === 'br' ? '\n' : node.children.map(wordsOf).join('')
}

const text = (value: string): ElementContent => ({ type: 'text', value })
const tex = (value: string): Element => ({
  type: 'element',
  tagName: 'code',
  properties: { dataTex: value },
  children: [text(value)],
})
const maxDepth = 100

/** Converts or reports what the sanitiser would drop silently: images, formulas, media. */
function prepare(parent: Root | Element, context: ReadingContext, depth: number) {
  if (depth > maxDepth) {
    parent.children = []
    return
  }
  parent.children = (parent.children as ElementContent[]).flatMap((child) => {
    if (child.type === 'text') return formulasOf(child.value)
    if (child.type !== 'element') return [child]
    if (isHidden(child)) {
      context.remarks.push({ code: 'hidden_text' })
      return []
    }
    switch (child.tagName) {
      case 'pre':
        raise(child)
        return [child]
      case 'code':
        raise(child)
        return codeOf(child)
      case 'img':
        return imageOf(child.properties, context)
      case 'math':
        return formulaOf(child, context)
      case 'sup':
      case 'sub':
        if (isOnlyWords(child)) return scriptIn(child.tagName, wordsOf(child))
        break
      case 'u':
        // Markdown has no underlining, and the stem may refer to « the underlined word ».
        child.tagName = 'em'
        if (!context.remarks.some(({ code }) => code === 'underline')) context.remarks.push({ code: 'underline' })
        break
      case 'object':
        if (isImage(child)) return imageOf({ src: child.properties['data'], alt: wordsOf(child).trim() }, context)
        context.remarks.push({ code: 'media' })
        break
      case 'audio':
      case 'video':
      case 'iframe':
      case 'embed':
        context.remarks.push({ code: 'media' })
        break
      case 'a':
        child.properties['href'] = linkOf(child, context)
        break
    }
    prepare(child, context, depth + 1)
    return [child]
  }) as typeof parent.children
}

/** A note hidden on its original page, which Markdown would show. */
const isHidden = ({ properties: { hidden, style } }: Element) =>
  Boolean(hidden) || (typeof style === 'string' && /(?:display ?: ?none|visibility ?: ?hidden)/i.test(style))

/** Inline code is one line in Markdown, so code with breaks becomes several. */
function codeOf(code: Element): ElementContent[] {
  const lines = wordsOf(code)
    .split('\n')
    .filter((line) => line.trim() !== '')
  if (lines.length < 2 || !code.children.some((child) => child.type === 'element')) return [code]
  return lines.flatMap((line, index): ElementContent[] => [...(index > 0 ? [{ ...lineBreak }] : []), codeText(line)])
}

const lineBreak: Element = { type: 'element', tagName: 'br', properties: {}, children: [] }
const codeText = (value: string): Element => ({
  type: 'element',
  tagName: 'code',
  properties: {},
  children: [text(value)],
})

const isOnlyWords = ({ children }: Element): boolean =>
  children.every(
    (child) =>
      child.type === 'text' ||
      (child.type === 'element' && !['a', 'img', 'math', 'object'].includes(child.tagName) && isOnlyWords(child)),
  )

function scriptIn(script: Script, words: string): ElementContent[] {
  if (words.trim() === '') return []
  const sign = scriptOf(words, script)
  return [sign === null ? tex(scriptTex(words, script)) : text(sign)]
}

/** Code cannot contain formulas: what Unicode has no superscript for is written with its sign. */
function raise(code: Element) {
  code.children = code.children.map((child): ElementContent => {
    if (child.type !== 'element') return child
    if (child.tagName !== 'sup' && child.tagName !== 'sub') {
      raise(child)
      return child
    }
    const words = wordsOf(child)
    return text(scriptOf(words, child.tagName) ?? `${child.tagName === 'sup' ? '^' : '_'}${words}`)
  })
}

/** QTI uses object elements for images. */
const isImage = ({ properties: { type, data } }: Element) =>
  typeof data === 'string' && (/^image\//i.test(String(type ?? '')) || /\.(?:png|jpe?g|gif|webp|svg)$/i.test(data))

/** Prefixes of Moodle, Canvas, Common Cartridge and Blackboard for "the files of this question". */
const ownFiles = /^(?:@@PLUGINFILE@@\/|@X@[\w.]+@X@(?:.*\/)?|(?:\$|%24)IMS[_-]CC[_-]FILE_?BASE(?:\$|%24)\/?(?:\.\.\/)*)/

function imageOf(properties: Element['properties'], context: ReadingContext): ElementContent[] {
  const { src, alt, dataEquationContent } = properties
  if (typeof dataEquationContent === 'string') return [tex(dataEquationContent)]
  const address = typeof src === 'string' ? src.trim().replace(ownFiles, '') : ''
  const words = typeof alt === 'string' ? alt : ''
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) {
    context.remarks.push({ code: 'external_image', detail: cutText(address, 120) })
    return words ? [text(words)] : []
  }
  if (address === '') return words ? [text(words)] : []
  const name = takeFile(context, address)
  if (name === null) context.remarks.push({ code: 'missing_image', detail: cutText(address, 120) })
  return [{ type: 'element', tagName: 'img', properties: { src: name ?? address, alt: words }, children: [] }]
}

function linkOf({ properties }: Element, context: ReadingContext): string {
  const href = typeof properties['href'] === 'string' ? properties['href'].trim() : ''
  if (!ownFiles.test(href) && (/^(?:[a-z][a-z0-9+.-]*:|[/#?]|$)/i.test(href) || !takeFile(context, href))) return href
  const name = takeFile(context, href.replace(ownFiles, ''))
  if (name !== null) context.remarks.push({ code: 'attached_file', detail: name })
  return name ?? href.replace(ownFiles, '')
}

const formulasOf = (value: string): ElementContent[] =>
  splitFormulas(value).map((part) => ('tex' in part ? tex(part.tex) : text(part.text)))

/** The TeX annotation of MathML; without it the question is refused, because a formula would be missing. */
function formulaOf(math: Element, context: ReadingContext): ElementContent[] {
  const source = annotationOf(math)
  if (source === null) {
    context.fault ??= 'unreadable_math'
    return []
  }
  return [
    tex(
      withoutDollars(
        source
          .trim()
          .replace(/^\\\[|\\\]$/g, '')
          .trim(),
      ),
    ),
  ]
}

/** Some editors include the dollars around a formula in its annotation. */
function withoutDollars(source: string): string {
  const inside = /^(\$\$?)([^$]+)\1$/.exec(source)
  return inside?.[2]?.trim() ?? source
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
