import type { Element, ElementContent, Nodes, Root, RootContent } from 'hast'
import {
  type ContentNode,
  type ContentProps,
  type ContentTag,
  contentClass,
  contentHref,
  contentProps,
  contentTags,
} from '#contract/questions/content.ts'
import { imageAddress } from '#contract/questions/images.ts'
import { cutText } from '#core/cut-text.ts'

const maxDepth = 48

/** The last defence: elements in the lists of the contract pass, any other is replaced by its text. */
export function toContent(root: Root): ContentNode[] {
  return nodesOf(root.children, { depth: 0, betweenBlocks: true })
}

type Where = {
  depth: number
  /** Blank text between blocks is only the line breaks of the source. */
  betweenBlocks: boolean
}

function nodesOf(children: readonly (RootContent | ElementContent)[], where: Where): ContentNode[] {
  return joined(children.flatMap((child) => nodeOf(child, where)))
}

function nodeOf(node: Nodes, { depth, betweenBlocks }: Where): ContentNode[] {
  if (node.type === 'text')
    return node.value === '' || (betweenBlocks && node.value.trim() === '') ? [] : [{ type: 'text', value: node.value }]
  if (node.type !== 'element' || lost.has(node.tagName)) return []
  if (node.tagName === 'img') return imageOf(node)
  const tag = renamed[node.tagName] ?? node.tagName
  if (depth >= maxDepth || !isContentTag(tag)) return nodesOf(node.children, { depth: depth + 1, betweenBlocks })
  const props = propsOf(node)
  const children = nodesOf(node.children, { depth: depth + 1, betweenBlocks: holdsBlocks(tag, node) })
  // A span without a class or a link without an address is replaced by its text.
  if ((tag === 'span' && !props) || (tag === 'a' && !props?.href)) return children
  return [{ type: 'element', tag, ...(props ? { props } : {}), ...(children.length > 0 ? { children } : {}) }]
}

/**
 * A stored image, with its size; any other is replaced by its alternative text, so that nothing is fetched elsewhere.
 */
function imageOf({ properties: { src, alt } }: Element): ContentNode[] {
  const words = cutText(String(alt ?? ''), 1_000)
  const [, hash, width, height] = imageAddress.exec(String(src)) ?? []
  const props = { src: `/api/images/${hash}`, alt: words, width: Number(width), height: Number(height) }
  if (contentProps.safeParse(props).success) return [{ type: 'element', tag: 'img', props }]
  return [{ type: 'element', tag: 'img', props: { alt: words } }]
}

/** Removed with their text: TeX source beside the formula, footnote labels, styles. */
const lost = new Set(['annotation', 'annotation-xml', 'script', 'style', 'title', 'template'])
/** The page has its own headings of the first levels. */
const renamed: Record<string, ContentTag> = { h1: 'h3', h2: 'h3', b: 'strong', i: 'em', s: 'del' }
const containers = new Set<ContentTag>(['ul', 'ol', 'table', 'thead', 'tbody', 'tr', 'blockquote', 'pre'])

const blocks = new Set(['p', 'ul', 'ol', 'pre', 'blockquote', 'table'])
const holdsBlocks = (tag: ContentTag, { children }: Element) =>
  containers.has(tag) ||
  (tag === 'li' && children.some((child) => child.type === 'element' && blocks.has(child.tagName)))

const tags: ReadonlySet<string> = new Set(contentTags)
const isContentTag = (tag: string): tag is ContentTag => tags.has(tag)

function propsOf({ properties, tagName }: Element): ContentProps | undefined {
  const kept = Object.entries(properties).flatMap(([name, value]) => {
    const clean = name === 'className' ? classesOf(value) : cleanValue(name, value, tagName)
    if (clean === undefined || !(name in contentProps.shape)) return []
    return contentProps.safeParse({ [name]: clean }).success ? [[name, clean]] : []
  })
  return kept.length > 0 ? (Object.fromEntries(kept) as ContentProps) : undefined
}

function cleanValue(name: string, value: unknown, tagName: string) {
  if (name === 'href')
    return tagName === 'a' && typeof value === 'string' && contentHref.test(value) ? value : undefined
  if (typeof value === 'string' || typeof value === 'number') return value
  return undefined
}

function classesOf(value: unknown): string | undefined {
  const names = Array.isArray(value) ? value : [value]
  const kept = names.filter((name): name is string => typeof name === 'string' && contentClass.test(name))
  return kept.length > 0 ? kept.slice(0, 4).join(' ') : undefined
}

/** Joins neighbouring texts, once the elements around them are gone. */
function joined(nodes: ContentNode[]): ContentNode[] {
  const result: ContentNode[] = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (node.type === 'text' && last?.type === 'text')
      result[result.length - 1] = { type: 'text', value: last.value + node.value }
    else result.push(node)
  }
  return result
}
