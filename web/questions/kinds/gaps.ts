import type { ReactNode } from 'react'
import type { ViewNode } from '#web/ui/code-lines.ts'

const gap = /\[\[(\d)\]\]/g

/** The widest a list is in a line of code, in characters. */
const widestInCode = 24

type Found = { from: number; to: number; part: string }

/**
 * A stem with a field in place of each `[[n]]`. The highlighter may cut `[[1]]` into several nodes: gaps are looked for in
 * the text of each block, and the nodes that hold it are cut around them.
 */
export function withFields(nodes: readonly ViewNode[], fieldOf: (part: string) => ReactNode): ViewNode[] {
  const found = Array.from(textOf(nodes).matchAll(gap), ({ 0: { length }, 1: part = '', index }) => {
    return { from: index, to: index + length, part }
  })
  return cut(nodes, { found, fieldOf }, 0)
}

type Cutting = { found: readonly Found[]; fieldOf: (part: string) => ReactNode }

function cut(nodes: readonly ViewNode[], cutting: Cutting, start: number): ViewNode[] {
  let at = start
  return nodes.flatMap((node) => {
    const from = at
    at += textOf([node]).length
    if (node.type === 'text') return cutText(node.value, cutting, from)
    return [{ ...node, children: cut(node.children ?? [], cutting, from) }]
  })
}

/** What is left of a text without the gaps; the field of a gap stands where its first character was. */
function cutText(value: string, { found, fieldOf }: Cutting, start: number): ViewNode[] {
  const end = start + value.length
  const nodes: ViewNode[] = []
  let at = start
  for (const { from, to, part } of found) {
    if (to <= start || from >= end) continue
    if (from > at) nodes.push({ type: 'text', value: value.slice(at - start, from - start) })
    if (from >= start) nodes.push(fieldNode(part, fieldOf(part)))
    at = Math.min(to, end)
  }
  if (at < end) nodes.push({ type: 'text', value: value.slice(at - start) })
  return nodes
}

const fieldNode = (part: string, view: ReactNode): ViewNode => ({
  type: 'element',
  tag: 'span',
  // As many characters as the field may take, so that the width of a line of code counts it.
  children: [{ type: 'text', value: part.padEnd(widestInCode) }],
  view,
})

const textOf = (nodes: readonly ViewNode[]): string =>
  nodes.map((node) => (node.type === 'text' ? node.value : textOf(node.children ?? []))).join('')

/** A stem as it is spoken: each gap by its name. */
export const spokenGaps = (sentences: string, nameOf: (part: string) => string): string =>
  sentences.replace(gap, (_, part: string) => nameOf(part))
