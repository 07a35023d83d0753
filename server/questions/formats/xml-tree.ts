import { characterEntities } from 'character-entities'
import { SaxesParser } from 'saxes'
import { mostNodes } from './bounds.ts'
import type { TextPosition, UnusableReason } from './imported.ts'

/** An element with its position. Names have no namespace prefix; comments and instructions are left out. */
export type XmlElement = TextPosition & {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
}
export type XmlNode = XmlElement | string

export type XmlRead =
  | { readonly root: XmlElement }
  | ({ readonly root: null; readonly reason: UnusableReason; readonly detail: string } & TextPosition)

const most = { depth: 200, nodes: 300_000 }

/**
 * XML → a tree with positions. A document type with declarations is refused, and external files are never loaded, so
 * nothing is expanded or fetched. Entities are the numeric ones and those of HTML, of one or two characters each.
 * `from` is the position of the text in its file.
 */
export function readXml(text: string, from: TextPosition = { line: 1, column: 1 }): XmlRead {
  const source = text.replace(/^\uFEFF/, '')
  const parser = new SaxesParser({ fragment: false })
  parser.ENTITIES = entities
  const stack: (XmlElement & { children: XmlNode[] })[] = []
  let root: XmlElement | null = null
  let fault: { reason: UnusableReason; detail: string } | null = null
  let nodes = 0
  const place = (): TextPosition => ({
    line: parser.line + from.line - 1,
    column: parser.line === 1 ? parser.column + from.column : parser.column + 1,
  })
  const stop = (reason: UnusableReason, detail = '') => {
    fault = { reason, detail }
    throw new Stop()
  }
  let opened = place()
  const addText = (value: string) => {
    if (value !== '') stack.at(-1)?.children.push(value)
  }
  parser.on('error', (error) => stop('xml_malformed', error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', (type) => {
    if (type.includes('[')) stop('xml_doctype')
  })
  parser.on('opentagstart', ({ name }) => {
    opened = beforeTag(place(), name)
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (stack.length >= most.depth) stop('xml_too_deep')
    nodes += 1
    if (nodes > most.nodes) stop('xml_too_large')
    const element = { name: local(name), attributes: named(attributes), children: [], ...opened }
    stack.at(-1)?.children.push(element)
    root ??= element
    stack.push(element)
  })
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => stack.pop())
  try {
    parser.write(source).close()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
  }
  if (fault) {
    const { reason, detail } = fault as { reason: UnusableReason; detail: string }
    const faulty = reason === 'xml_malformed' ? loneAmpersand(source, from) : null
    return { root: null, reason, detail, ...(faulty ?? place()) }
  }
  return root ? { root } : { root: null, reason: 'xml_malformed', detail: '', ...place() }
}

class Stop extends Error {}

/** Editors write `&nbsp;` in XHTML without declaring it; XML's own five entities are among HTML's. */
const entities: Record<string, string> = Object.assign(Object.create(null), characterEntities)

/**
 * The most common error, a `&` that begins no entity, is reported by the parser much further on; this finds its place.
 */
function loneAmpersand(source: string, from: TextPosition): TextPosition | null {
  const sign = /&|<!--|<!\[CDATA\[/g
  for (let match = sign.exec(source); match; match = sign.exec(source)) {
    if (match[0] === '&') {
      if (isEntity(source.slice(match.index, match.index + longestEntity))) continue
      const place = placesIn(source)(match.index)
      return { line: place.line + from.line - 1, column: place.column + (place.line === 1 ? from.column - 1 : 0) }
    }
    const close = source.indexOf(match[0] === '<!--' ? '-->' : ']]>', match.index)
    if (close === -1) return null
    sign.lastIndex = close
  }
  return null
}

const longestEntity = 40

function isEntity(text: string): boolean {
  const [, name = '', isNumber] = /^&((#\d+|#x[\da-f]+)|[a-z][a-z\d]*);/i.exec(text) ?? []
  return Boolean(isNumber) || entities[name] !== undefined
}

/** Converts offsets to positions, in ascending order, in one pass over the text. */
export function placesIn(text: string): (offset: number) => TextPosition {
  const breaks = /\r\n?|\n/g
  let next = breaks.exec(text)
  let line = 1
  let start = 0
  return (offset) => {
    while (next && next.index < offset) {
      line += 1
      start = next.index + next[0].length
      next = breaks.exec(text)
    }
    return { line, column: offset - start + 1 }
  }
}

/** The parser reports its position after the name, so the `<` is that many characters before. */
const beforeTag = ({ line, column }: TextPosition, name: string): TextPosition => ({
  line,
  column: Math.max(1, column - name.length - 2),
})

const local = (name: string) => name.slice(name.lastIndexOf(':') + 1)

function named(attributes: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.startsWith('xmlns') ? name : local(name), String(value)]),
  )
}

export const elementsOf = ({ children }: XmlElement): XmlElement[] =>
  children.filter((child): child is XmlElement => typeof child !== 'string')

export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  elementsOf(element).find((child) => child.name === name)

export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  elementsOf(element).filter((child) => child.name === name)

/** Every descendant element of this name, in document order. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(element).flatMap((child) =>
    child.name === name ? [child, ...findAll(child, name)] : findAll(child, name),
  )
}

export const find = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element && findAll(element, name)[0]

/** Whether it has more elements and texts than a question may have; such a question is not read. */
export function isLarge(element: XmlElement): boolean {
  let left = mostNodes
  const count = (node: XmlNode): boolean => {
    left -= 1
    return left >= 0 && (typeof node === 'string' || node.children.every(count))
  }
  return !count(element)
}

/** All text inside the node. */
export const textOf = (node: XmlNode | undefined): string => {
  if (node === undefined) return ''
  return typeof node === 'string' ? node : node.children.map(textOf).join('')
}

/** Its content serialised as markup, for XHTML inside another format. */
export function markupOf(nodes: readonly XmlNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? escapeXml(node) : elementMarkup(node))).join('')
}

function elementMarkup({ name, attributes, children }: XmlElement): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  const open = `<${name}${written.join('')}>`
  return empty.has(name) ? open : `${open}${markupOf(children)}</${name}>`
}

const empty = new Set(['br', 'hr', 'img', 'col', 'wbr'])

export const escapeXml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // XML 1.0 cannot represent these characters.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\uFFFD')
