import type { XmlElement, XmlNode } from './xml-tree.ts'

/**
 * QTI 3 renamed all elements (`qti-choice-interaction`, `response-identifier`) without changing their meaning: both
 * generations are normalised to one name, without prefix, hyphens or capitals.
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

/** Identifiers must be XML names; a generated one has this prefix, so that it is not imported as the question's own. */
export const madeUp = 'bareme-item-'
