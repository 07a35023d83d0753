import type { Element, ElementContent, Root, RootContent } from 'hast'
import type { Root as Markdown, RootContent as MarkdownContent } from 'mdast'
import { toString as wordsIn } from 'mdast-util-to-string'
import rehypeParse from 'rehype-parse'
import { unified } from 'unified'
import type { MaterialPart } from '#core/courses/material.ts'
import { isTangled } from '#server/questions/formats/html-shape.ts'
import { treeToMarkdown } from '#server/questions/formats/html-to-markdown.ts'
import { walk, writeMarkdown } from '#server/questions/formats/markdown-tree.ts'
import { newReadingContext } from '#server/questions/formats/reading-context.ts'
import { Faulty } from './package-files.ts'
import { readMarkdown } from './read-markdown.ts'
import {
  keepImage,
  levelOf,
  type MaterialRead,
  type MaterialReading,
  materialOf,
  newMaterialReading,
  remark,
} from './reading.ts'

const parser = unified().use(rehypeParse, { fragment: false })

/** A page, or slides of reveal.js and remark saved as a page. */
export function readHtml(html: string, name: string): MaterialRead {
  if (isTangled(html)) throw new Faulty('too_complex', 'HTML')
  const root = parser.parse(html)
  const source = markdownIn(root)
  if (source !== null) return readMarkdown({ text: source, encoding: 'utf-8' }, name)
  const reading = newMaterialReading()
  const title = textOf(first(root, ({ tagName }) => tagName === 'title')).trim()
  const slides = slidesIn(root)
  const body = first(root, ({ tagName }) => tagName === 'main') ?? first(root, ({ tagName }) => tagName === 'body')
  const pages = slides.length > 0 ? slides : [{ children: body?.children ?? root.children, isDeck: false }]
  const parts = pages.flatMap(({ children }, index) =>
    pageParts(children, { reading, page: index + 1, isDeck: slides.length > 0 }),
  )
  const heading = parts[0]?.level === 1 ? parts[0].heading : undefined
  return materialOf(reading, { format: 'html', titles: [title, heading, name], pages: pages.length, parts })
}

/** Markdown that a page of slides carries, for a script that would show it. */
function markdownIn(root: Root): string | null {
  const source = first(root, ({ tagName, properties }) => tagName === 'textarea' && properties['id'] === 'source')
  if (source) return textOf(source)
  const sections = every(
    root,
    ({ tagName, properties }) => tagName === 'section' && properties['dataMarkdown'] !== undefined,
  )
  if (sections.every((section) => textOf(section).trim() === '')) return null
  return sections
    .map((section) => unindented(textOf(first(section, ({ tagName }) => tagName === 'textarea') ?? section)))
    .join('\n\n---\n\n')
}

/** Markdown inside HTML is indented with it, which would make it code. */
function unindented(text: string): string {
  const lines = text.replace(/^\n+|\s+$/g, '').split('\n')
  const widths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const width = widths.length > 0 ? Math.min(...widths) : 0
  return lines.map((line) => line.slice(width)).join('\n')
}

/** The sections of reveal.js; those below each other are each a slide. */
function slidesIn(root: Root): { children: ElementContent[] }[] {
  const deck = first(root, (element) => hasClass(element, 'slides') && element.tagName === 'div')
  if (!deck) return []
  const leaves = (element: Element): Element[] => {
    const inside = element.children.filter(isSection)
    return inside.length > 0 ? inside.flatMap(leaves) : [element]
  }
  return deck.children.filter(isSection).flatMap(leaves)
}

const isSection = (node: ElementContent): node is Element => node.type === 'element' && node.tagName === 'section'

type PageInput = { reading: MaterialReading; page: number; isDeck: boolean }

function pageParts(children: readonly RootContent[], { reading, page, isDeck }: PageInput): MaterialPart[] {
  const notes: ElementContent[] = []
  const kept = cleaned(children, { reading, page, notes })
  const parts = partsOf(markdownOf(kept, { reading, page }), page)
  const said = writeMarkdown(markdownOf(notes, { reading, page }))
  const [opening] = parts
  if (!opening && said === '') return []
  const withNotes = opening ? parts : [{ page, level: 2 as const, heading: '', text: '', notes: '' }]
  return withNotes.map((part, index) => ({
    ...part,
    level: isDeck && part.level > 2 && index === 0 ? 2 : part.level,
    notes: index === 0 ? said : '',
  }))
}

/** Of no use in a text: what only leads elsewhere, draws or runs. */
const furniture = new Set(
  'script,style,template,noscript,nav,header,footer,form,button,select,input,textarea,svg,canvas,link,meta,dialog'.split(
    ',',
  ),
)

type CleanInput = { reading: MaterialReading; page: number; notes: ElementContent[] }

function cleaned(children: readonly RootContent[], { reading, page, notes }: CleanInput): ElementContent[] {
  return children.flatMap((child): ElementContent[] => {
    if (child.type === 'text') return [child]
    if (child.type !== 'element') return []
    const { tagName, properties } = child
    if (tagName === 'aside' && hasClass(child, 'notes')) {
      notes.push(...cleaned(child.children, { reading, page, notes }))
      return []
    }
    // The header of an article holds its title.
    if (furniture.has(tagName) && !(tagName === 'header' && first(child, ({ tagName: name }) => /^h[1-6]$/.test(name))))
      return []
    if (properties['dataVisibility'] === 'hidden') {
      remark(reading, { code: 'hidden_slide', page, detail: textOf(child) })
      return []
    }
    if (tagName === 'del' || tagName === 's') {
      remark(reading, { code: 'deleted_text', page, detail: textOf(child) })
      return []
    }
    if (tagName === 'img') return [withOwnImage(child, { reading, page })]
    return [{ ...child, children: cleaned(child.children, { reading, page, notes }) }]
  })
}

const kept = 'kept/'

/** A picture written inside the page. */
function withOwnImage(image: Element, { reading, page }: { reading: MaterialReading; page: number }): ElementContent {
  const { src, dataSrc, alt } = image.properties
  const address = String(src ?? dataSrc ?? '')
  const data = /^data:image\/[\w+.-]+;base64,([A-Za-z0-9+/=\s]+)$/.exec(address)
  const words = typeof alt === 'string' ? alt : ''
  if (!data) {
    const place = { file: '', line: image.position?.start.line ?? 1 }
    if (address !== '') remark(reading, { code: 'missing_image', page, detail: address, place })
    return { type: 'text', value: words }
  }
  const hash = keepImage(reading, { bytes: Buffer.from(data[1] ?? '', 'base64'), name: words || 'image', page })
  return hash === null
    ? { type: 'text', value: words }
    : { ...image, properties: { src: `${kept}${hash}`, alt: words } }
}

function markdownOf(
  children: ElementContent[],
  { reading, page }: { reading: MaterialReading; page: number },
): Markdown {
  const context = newReadingContext({ find: (address) => (address.startsWith(kept) ? new Uint8Array() : undefined) })
  const markdown = treeToMarkdown({ type: 'root', children }, context)
  for (const { code, detail = '' } of context.remarks) {
    if (code === 'hidden_text') remark(reading, { code: 'hidden_text', page })
    else if (code === 'media') remark(reading, { code: 'media', page, detail })
  }
  if (context.fault === 'unreadable_math') remark(reading, { code: 'formula', page })
  for (const node of walk(markdown))
    if (node.type === 'image' && node.url.startsWith(kept)) node.url = `image:${node.url.slice(kept.length)}`
  return markdown
}

function partsOf(markdown: Markdown, page: number): MaterialPart[] {
  const parts: { level: number; heading: string; children: MarkdownContent[] }[] = []
  for (const node of markdown.children) {
    if (node.type === 'heading')
      parts.push({ level: node.depth, heading: wordsIn(node).replace(/\s+/g, ' ').trim(), children: [] })
    else {
      if (parts.length === 0) parts.push({ level: 1, heading: '', children: [] })
      parts.at(-1)?.children.push(node)
    }
  }
  return parts
    .map(({ level, heading, children }) => ({
      page,
      level: levelOf(level),
      heading,
      text: writeMarkdown({ type: 'root', children }),
      notes: '',
    }))
    .filter(({ heading, text }) => heading !== '' || text !== '')
}

// --- The tree ----------------------------------------------------------------------------------------------------

type Parent = Root | Element

function every(parent: Parent, is: (element: Element) => boolean): Element[] {
  return parent.children.flatMap((child) =>
    child.type === 'element' ? [...(is(child) ? [child] : []), ...every(child, is)] : [],
  )
}

function first(parent: Parent, is: (element: Element) => boolean): Element | undefined {
  for (const child of parent.children) {
    if (child.type !== 'element') continue
    const found = is(child) ? child : first(child, is)
    if (found) return found
  }
  return undefined
}

const hasClass = ({ properties }: Element, name: string) =>
  Array.isArray(properties['className']) && properties['className'].includes(name)

function textOf(node: ElementContent | RootContent | undefined): string {
  if (!node) return ''
  if (node.type === 'text') return node.value
  return node.type === 'element' ? node.children.map(textOf).join('') : ''
}
