import type { Element, ElementContent, Root, RootContent } from 'hast'
import { markdownTree } from './from-markdown.ts'
import { escapeXml } from './xml-tree.ts'

/**
 * Markdown → the part of XHTML that the content model of QTI 2.2 and 3.0 allows (QTI ASI information model, « Content
 * Model »): no `del`, no `section`, no `ol start`, no `align`; a table has a body. Unsupported elements are replaced by
 * their text; losses.ts lists them.
 */
export function markdownToQti(markdown: string, address: (file: string) => string = (file) => file): string {
  return markup(allowed(markdownTree(markdown, address).children))
}

const kept: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'blockquote', 'ul', 'ol', 'li', 'div', 'hr', 'br'].map((tag) => [
      ...[tag, []],
    ]),
  ),
  ...Object.fromEntries(
    ['em', 'strong', 'sub', 'sup', 'span', 'table', 'thead', 'tbody', 'tr'].map((tag) => [tag, []]),
  ),
  code: ['className'],
  a: ['href'],
  img: ['src', 'alt'],
  th: [],
  td: [],
}

function allowed(children: readonly (RootContent | ElementContent)[]): ElementContent[] {
  return children.flatMap((child): ElementContent[] => {
    if (child.type === 'text') return [child]
    if (child.type !== 'element') return []
    const own = allowed(child.children)
    const names = kept[child.tagName]
    if (child.tagName === 'section') return [element('div', {}, own)]
    if (names === undefined) return own
    const properties = Object.fromEntries(
      names.flatMap((name) => (child.properties[name] === undefined ? [] : [[name, child.properties[name]]])),
    )
    if (child.tagName === 'img') return [element('img', { ...properties, alt: String(properties['alt'] ?? '') }, [])]
    return [element(child.tagName, properties, child.tagName === 'table' ? withBody(own) : own)]
  })
}

/** QTI requires a table body, so the header rows of a table without one become its body. */
function withBody(parts: ElementContent[]): ElementContent[] {
  const isBody = (part: ElementContent) => part.type === 'element' && part.tagName === 'tbody'
  if (parts.some(isBody)) return parts
  return parts.map((part) =>
    part.type === 'element' && part.tagName === 'thead' ? { ...part, tagName: 'tbody' } : part,
  )
}

const element = (tagName: string, properties: Element['properties'], children: ElementContent[]): Element => ({
  ...{ type: 'element', tagName, properties, children },
})

const attributeOf: Readonly<Record<string, string>> = { className: 'class' }

function markup(nodes: readonly (ElementContent | Root)[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return escapeXml(node.value)
      if (node.type !== 'element') return ''
      const { tagName, properties, children } = node
      const said = Object.entries(properties).map(
        ([name, value]) =>
          ` ${attributeOf[name] ?? name}="${escapeXml(Array.isArray(value) ? value.join(' ') : String(value))}"`,
      )
      const start = `<${tagName}${said.join('')}`
      return children.length === 0 ? `${start}/>` : `${start}>${markup(children)}</${tagName}>`
    })
    .join('')
}
