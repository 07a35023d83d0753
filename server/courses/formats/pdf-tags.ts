import type { MaterialBlock } from './blocks.ts'
import { type Fragment, pageLinesOf } from './pdf-lines.ts'

/** A node of the structure of a page (ISO 32000-1, 14.7): an element with a role, or a piece of marked content. */
export type TagNode = {
  readonly role?: string
  readonly alt?: string
  readonly type?: string
  readonly id?: string
  readonly children?: readonly TagNode[]
}

type TagInput = {
  readonly fragments: ReadonlyMap<string, readonly Fragment[]>
  /** Lines of one paragraph → its text. */
  readonly join: (lines: readonly string[]) => string
  readonly onContents: () => void
}

/** Whether the structure holds nearly all of the text: else the places of the letters tell more. */
export function isTagged(root: TagNode | null, fragments: readonly (Fragment & { tag?: string | null })[]): boolean {
  if (!root) return false
  const ids = new Set(idsIn(root))
  const lengthOf = (some: typeof fragments) => some.reduce((sum, { text }) => sum + text.trim().length, 0)
  const held = fragments.filter(({ tag }) => tag && ids.has(tag))
  return held.length > 0 && lengthOf(held) >= lengthOf(fragments) * 0.9
}

const idsIn = (node: TagNode): string[] =>
  node.type === 'content' ? [node.id ?? ''] : (node.children ?? []).flatMap(idsIn)

export function blocksOfTags(root: TagNode, input: TagInput): MaterialBlock[] {
  return blocksOf(root, { ...input, depth: 0 })
}

type Context = TagInput & { depth: number }

const grouping = new Set([
  'Root',
  'Document',
  'DocumentFragment',
  'Part',
  'Sect',
  'Art',
  'Div',
  'Aside',
  'BlockQuote',
  'NonStruct',
  'Private',
  'Form',
])

function blocksOf(node: TagNode, context: Context): MaterialBlock[] {
  if (context.depth > mostDepth) return []
  const role = node.role ?? ''
  const inside = { ...context, depth: context.depth + 1 }
  const level = /^H([1-6])?$/.exec(role)
  if (level || role === 'Title') {
    const text = textOf(node, context)
    return text === '' ? [] : [{ kind: 'heading', level: Number(level?.[1] ?? 1), text }]
  }
  switch (role) {
    case 'L':
      return itemsOf(node, { ...inside, list: 0 })
    case 'Table':
      return tableOf(node, context)
    case 'TOC':
    case 'Index':
      context.onContents()
      return []
    case 'Artifact':
      return []
    case 'Figure':
    case 'Formula': {
      const words = textOf(node, context) || (node.alt ?? '').trim()
      return words === '' ? [] : [{ kind: 'paragraph', runs: [{ text: words }] }]
    }
  }
  const children = node.children ?? []
  const isGroup = grouping.has(role) && children.some(({ type }) => type !== 'content')
  if (!isGroup) return paragraphOf(node, inside)
  return children.flatMap((child) =>
    child.type === 'content' ? paragraphOf({ children: [child] }, inside) : blocksOf(child, inside),
  )
}

const mostDepth = 60

function fragmentsIn(node: TagNode, { fragments }: TagInput): Fragment[] {
  return idsIn(node).flatMap((id) => fragments.get(id) ?? [])
}

const textOf = (node: TagNode, context: TagInput) =>
  context.join(pageLinesOf(fragmentsIn(node, context)).map(({ text }) => text.trim())).trim()

/** A paragraph, or lines of code when nothing else is in it; what stands inside as a list or a table follows. */
function paragraphOf(node: TagNode, context: Context): MaterialBlock[] {
  const isBlock = ({ role = '' }: TagNode) => role === 'L' || role === 'Table'
  const own = { children: (node.children ?? []).filter((child) => !isBlock(child)) }
  const below = (node.children ?? []).filter(isBlock).flatMap((child) => blocksOf(child, context))
  const lines = pageLinesOf(fragmentsIn(own, context))
  if (lines.length === 0) return below
  if (lines.every(({ isCode }) => isCode)) {
    const left = Math.min(...lines.map(({ x }) => x))
    const code = lines.map(
      ({ text, x, width }) =>
        ' '.repeat(Math.min(80, Math.max(0, Math.round((x - left) / (width / text.length))))) + text.trimEnd(),
    )
    return [{ kind: 'paragraph', code: true, runs: [{ text: code.join('\n') }] }, ...below]
  }
  return [{ kind: 'paragraph', runs: [{ text: context.join(lines.map(({ text }) => text.trim())) }] }, ...below]
}

/** Items of a list, with the lists inside them; the number stands in the label. */
function itemsOf(node: TagNode, { list, ...context }: Context & { list: number }): MaterialBlock[] {
  if (context.depth > mostDepth) return []
  const inside = { ...context, depth: context.depth + 1 }
  return (node.children ?? []).flatMap((child): MaterialBlock[] => {
    if (child.role === 'L') return itemsOf(child, { ...inside, list: list + 1 })
    if (child.role !== 'LI') return child.type === 'content' ? [] : blocksOf(child, inside)
    const label = (child.children ?? []).filter(({ role }) => role === 'Lbl')
    const marked = textOf({ children: label }, context)
    const { words, lists } = contentOf({ children: (child.children ?? []).filter((one) => !label.includes(one)) })
    const text = textOf({ children: words }, context)
    const mark = label.length === 0 ? /^(?:(\d{1,3})[.)]|[•◦▪‣⁃●○■–—-])\s+/.exec(text) : null
    const number = /^(\d{1,3})[.)]?$/.exec(marked)?.[1] ?? mark?.[1]
    const item = { depth: list, start: number === undefined ? null : Number(number) }
    const said = mark ? text.slice(mark[0].length) : text
    return [
      ...(said === '' ? [] : [{ kind: 'paragraph' as const, runs: [{ text: said }], list: item }]),
      ...lists.flatMap((one) => itemsOf(one, { ...inside, list: list + 1 })),
    ]
  })
}

/** What an item says, and the lists inside it, however deep they stand in its body. */
function contentOf(node: TagNode): { words: TagNode[]; lists: TagNode[] } {
  const words: TagNode[] = []
  const lists: TagNode[] = []
  for (const child of node.children ?? []) {
    if (child.role === 'L') lists.push(child)
    else if (child.type === 'content') words.push(child)
    else {
      const inside = contentOf(child)
      words.push(...inside.words)
      lists.push(...inside.lists)
    }
  }
  return { words, lists }
}

/** Rows that have nothing on this page are on another. */
function tableOf(node: TagNode, context: Context): MaterialBlock[] {
  const rows = rowsIn(node)
    .map((row) =>
      (row.children ?? [])
        .filter(({ role }) => role === 'TH' || role === 'TD')
        .map((cell) => [{ text: textOf(cell, context) }]),
    )
    .filter((row) => row.some(([cell]) => cell?.text !== ''))
  return rows.length === 0 ? [] : [{ kind: 'table', rows }]
}

const rowsIn = (node: TagNode): TagNode[] =>
  (node.children ?? []).flatMap((child) =>
    child.role === 'TR' ? [child] : /^T(?:Head|Body|Foot)$/.test(child.role ?? '') ? rowsIn(child) : [],
  )
