import type { Element, ElementContent, Root as Html } from 'hast'
import { toHtml } from 'hast-util-to-html'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { parsedMarkdown, walk } from './markdown-tree.ts'

/**
 * Markdown → HTML for other tools, with the same text as on the platform: raw tags are text, TeX stays between dollars.
 */
export function markdownToHtml(markdown: string, address: (file: string) => string = (file) => file): string {
  return toHtml(markdownTree(markdown, address), {
    closeSelfClosing: true,
    characterReferences: { useNamedReferences: false },
  }).trim()
}

/** The same as a tree; `address` gives the addresses of images and links. */
export function markdownTree(markdown: string, address: (file: string) => string = (file) => file): Html {
  const root = toHast.runSync(parsedMarkdown(markdown)) as Html
  readdress(root, address)
  root.children = portable(root.children) as Html['children']
  return root
}

/**
 * A checkbox becomes a character, since other tools remove forms; a footnote keeps its number and text without links,
 * whose targets could be duplicated on one page.
 */
function portable(children: readonly Html['children'][number][]): Html['children'] {
  return children.flatMap((child): Html['children'] => {
    if (child.type !== 'element') return [child]
    const { tagName, properties } = child
    if (tagName === 'input') return [asText(properties['checked'] ? '☑' : '☐')]
    if (properties['dataFootnoteBackref'] !== undefined || properties['id'] === 'footnote-label') return []
    const own = portable(child.children) as Element['children']
    if (properties['dataFootnoteRef'] !== undefined) return own
    const { id: _, dataFootnotes: __, ariaDescribedBy: ___, ...rest } = properties
    return [{ ...child, properties: rest, children: own }]
  })
}

const asText = (value: string): ElementContent => ({ type: 'text', value })

/** Elements where raw HTML becomes a paragraph of its own; in a heading or a cell it is inline text. */
export const holdsBlocks: ReadonlySet<string> = new Set(['root', 'blockquote', 'listItem', 'footnoteDefinition'])

const toHast = unified().use(remarkRehype, {
  handlers: {
    html: (_state, node: { value: string }, parent: { type: string } | undefined) =>
      holdsBlocks.has(parent?.type ?? 'root')
        ? { type: 'element', tagName: 'p', properties: {}, children: [asText(node.value)] }
        : asText(node.value),
    inlineMath: (_state, node: { value: string }) => asText(`$$${node.value}$$`),
    math: (_state, node: { value: string }) => ({
      type: 'element',
      tagName: 'p',
      properties: {},
      children: [asText(`$$${node.value}$$`)],
    }),
  },
})

function readdress(parent: Html | Element, address: (image: string) => string) {
  for (const child of parent.children) {
    if (child.type !== 'element') continue
    if (child.tagName === 'img') child.properties['src'] = address(String(child.properties['src'] ?? ''))
    if (child.tagName === 'a') child.properties['href'] = address(String(child.properties['href'] ?? ''))
    readdress(child, address)
  }
}

/** For tools that read Markdown but would parse `<nom>` as a tag and drop it. */
export function withoutRawHtml(markdown: string): string {
  return withReferences(markdown, 'html', /</g)
}

/** For GIFT, where an arrow makes a matching question. Code has no escape for it. */
export const withoutArrows = (markdown: string) => withReferences(markdown, 'text', /(?<=-)>/g)

const references: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;' }

function withReferences(markdown: string, type: 'html' | 'text', sign: RegExp): string {
  if (markdown.search(sign) === -1) return markdown
  const places = [...walk(parsedMarkdown(markdown))].flatMap((node) => {
    if (node.type !== type || !node.position) return []
    const [start, end] = [offset(node.position.start.offset), offset(node.position.end.offset)]
    return [...markdown.slice(start, end).matchAll(sign)].map((match) => start + match.index)
  })
  return places
    .sort((one, other) => other - one)
    .reduce((text, at) => text.slice(0, at) + (references[text.charAt(at)] ?? '') + text.slice(at + 1), markdown)
}

const offset = (value: number | undefined) => value ?? 0
