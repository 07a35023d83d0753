import type { ReadingContext } from './reading-context.ts'
import { toMarkdown } from './to-markdown.ts'
import { elementsOf, markupOf, type XmlElement, type XmlNode } from './xml-tree.ts'

/** XHTML; QTI 3 wraps text in a `content-body` without meaning of its own. */
export const markdownOf = (nodes: readonly XmlNode[], context: ReadingContext): string =>
  toMarkdown({ text: markupOf(nodes.flatMap(withoutBody)), format: 'html' }, context)

function withoutBody(node: XmlNode): XmlNode[] {
  if (typeof node === 'string') return [node]
  const children = node.children.flatMap(withoutBody)
  return node.name === 'contentbody' ? children : [{ ...node, children }]
}

const feedbackNames = new Set(['feedbackinline', 'feedbackblock'])

export const feedbackIn = (element: XmlElement): XmlElement[] =>
  elementsOf(element).flatMap((child) => (feedbackNames.has(child.name) ? [child] : feedbackIn(child)))

export const isForCandidates = ({ attributes }: XmlElement) =>
  (attributes['view'] ?? '').split(/\s+/).includes('candidate')

/** Elements not shown before an answer or not meant for candidates, and those that are no text. */
const hidden = new Set(['stylesheet', 'cataloginfo', 'companionmaterialsinfo', 'templateinline', 'templateblock'])

/** An element as candidates see it before they answer. */
export function forCandidates(element: XmlElement): XmlElement {
  const children = element.children.flatMap((child): XmlNode[] => {
    if (typeof child === 'string') return [child]
    if (feedbackNames.has(child.name) || hidden.has(child.name)) return []
    if (child.name === 'rubricblock' && !isForCandidates(child)) return []
    return [forCandidates(child)]
  })
  return { ...element, children }
}

/** The text around the interactions, as candidates see it; `inPlace` is what stands where one was. */
export function stemAround(
  body: XmlElement,
  inPlace: (interaction: XmlElement) => readonly XmlNode[],
  context: ReadingContext,
): string {
  return markdownOf(forCandidates(replaced(body, inPlace)).children, context)
}

function replaced(element: XmlElement, inPlace: (interaction: XmlElement) => readonly XmlNode[]): XmlElement {
  const children = element.children.flatMap((child): readonly XmlNode[] => {
    if (typeof child === 'string') return [child]
    return isInteraction(child) ? inPlace(child) : [replaced(child, inPlace)]
  })
  return { ...element, children }
}

export const isInteraction = ({ name }: XmlElement): boolean => name.endsWith('interaction')

/** A paragraph of its own: what an interaction asks. */
export const division = (element: XmlElement, children: readonly XmlNode[]): XmlElement => ({
  ...element,
  name: 'div',
  attributes: {},
  children,
})
