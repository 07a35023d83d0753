import { SaxesParser } from 'saxes'
import type { Place, UnusableReason } from './imported.ts'

/** An element and where it begins. Names are without their namespace prefix; comments and instructions are left out. */
export type XmlElement = Place & {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
}
export type XmlNode = XmlElement | string

export type XmlRead =
  | { readonly root: XmlElement }
  | ({ readonly root: null; readonly reason: UnusableReason; readonly detail: string } & Place)

const most = { depth: 200, nodes: 300_000 }

/**
 * XML → a tree with places. A document type is refused whatever it says: nothing is declared, expanded or fetched, so
 * entities are the five of XML and numbers. `from` is where the text begins in its file.
 */
export function readXml(text: string, from: Place = { line: 1, column: 1 }): XmlRead {
  const source = text.replace(/^\uFEFF/, '')
  const parser = new SaxesParser({ fragment: false })
  const stack: (XmlElement & { children: XmlNode[] })[] = []
  let root: XmlElement | null = null
  let fault: { reason: UnusableReason; detail: string } | null = null
  let nodes = 0
  const place = (): Place => ({
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
  parser.on('doctype', () => stop('xml_doctype'))
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

/** The commonest fault, a `&` that begins no entity, is only seen by the parser much further on: told where it is. */
function loneAmpersand(source: string, from: Place): Place | null {
  const readable = source.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->/g, (part) => part.replaceAll('&', ' '))
  const at = readable.search(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i)
  if (at === -1) return null
  const before = source.slice(0, at).split(/\r\n?|\n/)
  const column = (before.at(-1)?.length ?? 0) + (before.length === 1 ? from.column : 1)
  return { line: before.length + from.line - 1, column }
}

/** The parser speaks once it has read the name: the sign `<` was that many characters before. */
const beforeTag = ({ line, column }: Place, name: string): Place => ({
  line,
  column: Math.max(1, column - name.length - 2),
})

const local = (name: string) => name.replace(/^.*:/, '')

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

/** Every element of this name below, in the order of the document. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(element).flatMap((child) =>
    child.name === name ? [child, ...findAll(child, name)] : findAll(child, name),
  )
}

export const find = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element && findAll(element, name)[0]

/** All the text in it. */
export const textOf = (node: XmlNode | undefined): string => {
  if (node === undefined) return ''
  return typeof node === 'string' ? node : node.children.map(textOf).join('')
}

/** Its content as markup again, for what is XHTML inside another format. */
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
    // XML 1.0 has no way to say these.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\uFFFD')
