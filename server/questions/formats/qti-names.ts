import type { XmlElement, XmlNode } from './xml-tree.ts'

/**
 * QTI 3 renamed everything (`qti-choice-interaction`, `response-identifier`) without changing what it means: both
 * generations are read by one name, without prefix, hyphens or capitals.
 */
export function withOneName(element: XmlElement): XmlElement {
  return {
    ...element,
    name: oneName(element.name),
    attributes: Object.fromEntries(Object.entries(element.attributes).map(([name, value]) => [oneName(name), value])),
    children: element.children.map((child): XmlNode => (typeof child === 'string' ? child : withOneName(child))),
  }
}

const oneName = (name: string) => name.replace(/^qti-/, '').replaceAll('-', '').toLowerCase()

/** Identifiers are names of XML; one that a package had to make up says so, and does not come back as the question's own. */
export const madeUp = 'bareme-item-'
