import type { Element, ElementContent, Root as Html } from 'hast'
import { toHtml } from 'hast-util-to-html'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { parseMarkdown, walk } from './markdown-tree.ts'

/** Markdown → the HTML other tools show, the same words as on the platform: a tag is text, TeX stays between dollars. */
export function markdownToHtml(markdown: string, address: (file: string) => string = (file) => file): string {
  const root = toHast.runSync(parseMarkdown(markdown)) as Html
  readdress(root, address)
  return toHtml(root, { closeSelfClosing: true, characterReferences: { useNamedReferences: false } }).trim()
}

const asText = (value: string): ElementContent => ({ type: 'text', value })

const toHast = unified().use(remarkRehype, {
  handlers: {
    html: (_state, node: { value: string }, parent: { type: string } | undefined) =>
      parent?.type === 'paragraph'
        ? asText(node.value)
        : { type: 'element', tagName: 'p', properties: {}, children: [asText(node.value)] },
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

/** For a tool that reads Markdown but would take `<nom>` for a tag, and lose it. */
export function withoutRawHtml(markdown: string): string {
  const starts = [...walk(parseMarkdown(markdown))].flatMap((node) =>
    node.type === 'html' && node.position
      ? [...node.value.matchAll(/</g)].map((match) => offset(node.position?.start.offset) + match.index)
      : [],
  )
  return starts.toReversed().reduce((text, at) => `${text.slice(0, at)}&lt;${text.slice(at + 1)}`, markdown)
}

const offset = (value: number | undefined) => value ?? 0
