import type { BlockContent, Heading, List, ListItem, Paragraph, PhrasingContent, RootContent, TableRow } from 'mdast'
import type { InlineMath } from 'mdast-util-math'
import { writeMarkdown } from '#server/questions/formats/markdown-tree.ts'
import { scriptOf, scriptTex } from '#server/questions/formats/scripts.ts'

/** A stretch of text with one look, a picture, a formula or a line break. */
export type InlineRun =
  | {
      readonly text: string
      readonly bold?: boolean | undefined
      readonly italic?: boolean | undefined
      readonly struck?: boolean | undefined
      readonly code?: boolean | undefined
      readonly script?: 'sup' | 'sub' | undefined
      /** An address on the web. */
      readonly link?: string | undefined
    }
  /** `image`: the hash of its bytes. */
  | { readonly image: string; readonly alt: string }
  | { readonly tex: string }
  | { readonly lineBreak: true }

export type MaterialBlock =
  | {
      readonly kind: 'paragraph'
      readonly runs: readonly InlineRun[]
      /** Depth from 0; `start`: the number of an item that is numbered. */
      readonly list?: { readonly depth: number; readonly start: number | null } | undefined
      /** Its style says that it is code. */
      readonly code?: boolean | undefined
    }
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code'; readonly text: string; readonly language?: string | undefined }
  /** The first row is the header; a cell has one line of runs. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly InlineRun[])[][] }

/** Fonts whose letters are all as wide: what is written in them on a slide is code. */
export const isMonospaced = (font: string): boolean =>
  /courier|consol|mono(?!type|tone)|menlo|monaco|inconsolata|cascadia|source ?code|fira ?code|fixedsys|terminal|typewriter|\bhack\b/i.test(
    font,
  )

/** The text alone, on one line. */
export const wordsOfRuns = (runs: readonly InlineRun[]): string =>
  runs
    .map((run) => ('text' in run ? run.text : 'tex' in run ? run.tex : 'lineBreak' in run ? ' ' : ''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()

export const isBlankBlock = (block: MaterialBlock): boolean => block.kind === 'paragraph' && block.runs.every(isSpace)

const isSpace = (run: InlineRun) => 'lineBreak' in run || ('text' in run && run.text.trim() === '')

export function blocksToMarkdown(blocks: readonly MaterialBlock[]): string {
  const children = blocksOf(blocks)
  return children.length === 0 ? '' : writeMarkdown({ type: 'root', children })
}

function blocksOf(blocks: readonly MaterialBlock[]): RootContent[] {
  const made: RootContent[] = []
  let at = 0
  while (at < blocks.length) {
    const block = blocks[at] as MaterialBlock
    const end = endOfGroup(blocks, at)
    const group = blocks.slice(at, end)
    at = end
    if (isCode(block)) made.push(codeOf(group))
    else if (block.kind === 'heading') made.push(headingOf(block))
    else if (block.kind === 'table') made.push(...tableOf(block.rows))
    else if (block.kind === 'paragraph' && block.list) made.push(...listsOf(group.filter(isItem)))
    else if (block.kind === 'paragraph' && !isBlankBlock(block)) made.push(paragraphOf(block.runs))
  }
  return made
}

/** Lines of code, and items of lists, that follow each other are one block. */
function endOfGroup(blocks: readonly MaterialBlock[], start: number): number {
  const first = blocks[start] as MaterialBlock
  let end = start + 1
  if (isCode(first) && first.kind !== 'code') {
    // A blank line inside code has no font of its own.
    for (let next = end; next < blocks.length; next += 1) {
      const block = blocks[next] as MaterialBlock
      if (isCode(block) && block.kind !== 'code') end = next + 1
      else if (!isBlankBlock(block)) break
    }
  } else if (isItem(first))
    while (end < blocks.length && (isItem(blocks[end] as MaterialBlock) || isBlankBlock(blocks[end] as MaterialBlock)))
      end += 1
  return end
}

type Item = Extract<MaterialBlock, { kind: 'paragraph' }> & {
  list: NonNullable<Extract<MaterialBlock, { kind: 'paragraph' }>['list']>
}
const isItem = (block: MaterialBlock): block is Item =>
  block.kind === 'paragraph' && block.list !== undefined && !isCode(block) && !isBlankBlock(block)

function isCode(block: MaterialBlock): boolean {
  if (block.kind === 'code') return true
  if (block.kind !== 'paragraph') return false
  if (block.code) return true
  const words = block.runs.filter((run) => !('lineBreak' in run) && !('text' in run && run.text.trim() === ''))
  return words.length > 0 && !block.list && words.every((run) => 'text' in run && run.code)
}

function codeOf(group: readonly MaterialBlock[]): RootContent {
  const lines = group.map((block) =>
    block.kind === 'code' ? block.text : block.kind === 'paragraph' ? lineOf(block.runs) : '',
  )
  const language = group[0]?.kind === 'code' ? (group[0].language ?? null) : null
  return { type: 'code', lang: language, value: lines.join('\n').replace(/^\n+|\s+$/g, '') }
}

const lineOf = (runs: readonly InlineRun[]) =>
  runs.map((run) => ('text' in run ? run.text.replaceAll('\u00a0', ' ') : 'lineBreak' in run ? '\n' : '')).join('')

const headingOf = ({ level, text }: { level: number; text: string }): Heading => ({
  type: 'heading',
  depth: Math.min(6, Math.max(1, level)) as Heading['depth'],
  children: [{ type: 'text', value: text }],
})

const paragraphOf = (runs: readonly InlineRun[]): Paragraph => ({ type: 'paragraph', children: phrasing(runs) })

/** Items of all depths in order → nested lists. A deeper item belongs to the one before it. */
function listsOf(items: readonly Item[], depth = 0): List[] {
  const lists: List[] = []
  let at = 0
  while (at < items.length) {
    const item = items[at] as Item
    let end = at + 1
    while (end < items.length && (items[end] as Item).list.depth > Math.max(depth, item.list.depth)) end += 1
    const inner = listsOf(items.slice(at + 1, end), item.list.depth + 1)
    const ordered = item.list.start !== null
    const entry: ListItem = { type: 'listItem', spread: false, children: [paragraphOf(item.runs), ...inner] }
    const last = lists.at(-1)
    if (last && last.ordered === ordered) last.children.push(entry)
    else lists.push({ type: 'list', ordered, start: item.list.start, spread: false, children: [entry] })
    at = end
  }
  return lists
}

function tableOf(rows: readonly (readonly InlineRun[])[][]): BlockContent[] {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const filled = rows.filter((row) =>
    row.some((cell) => wordsOfRuns(cell) !== '' || cell.some((run) => 'image' in run)),
  )
  if (width === 0 || filled.length === 0) return []
  // A frame around one text is no table.
  if (width === 1) return filled.map(([cell = []]) => paragraphOf(cell))
  const tableRows = filled.map(
    (row): TableRow => ({
      type: 'tableRow',
      children: Array.from({ length: width }, (_, column) => ({
        type: 'tableCell',
        children: phrasing((row[column] ?? []).map((run) => ('lineBreak' in run ? { text: ' ' } : run))),
      })),
    }),
  )
  return [{ type: 'table', align: [], children: tableRows }]
}

/** Runs of the same look are joined: office programs cut a sentence wherever it was edited. */
function phrasing(runs: readonly InlineRun[]): PhrasingContent[] {
  return trimmed(joined(runs)).flatMap(oneRun)
}

type TextRun = Extract<InlineRun, { text: string }>
const looks = ['bold', 'italic', 'struck', 'code', 'script', 'link'] as const
const sameLook = (one: TextRun, other: TextRun) => looks.every((look) => (one[look] || null) === (other[look] || null))

function joined(runs: readonly InlineRun[]): InlineRun[] {
  const all: InlineRun[] = []
  for (const run of runs.flatMap(apart)) {
    const last = all.at(-1)
    if ('text' in run && run.text === '') continue
    if ('text' in run && last && 'text' in last && sameLook(run, last))
      all[all.length - 1] = { ...last, text: last.text + run.text }
    else all.push(run)
  }
  return all
}

/** Spaces around bold or italic words are outside: Markdown has no emphasis that ends with a space. */
function apart(run: InlineRun): InlineRun[] {
  if (!('text' in run)) return [run]
  const text = run.text.replace(/[\t\n\v\r]+/g, ' ')
  if (!run.bold && !run.italic && !run.struck && !run.code && !run.link) return [{ ...run, text }]
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? []
  return [{ text: before }, { ...run, text: words }, { text: after }].filter((part) => part.text !== '')
}

/** Without spaces or breaks at the ends and around breaks. */
function trimmed(runs: readonly InlineRun[]): InlineRun[] {
  let start = 0
  let end = runs.length
  while (start < end && isSpace(runs[start] as InlineRun)) start += 1
  while (end > start && isSpace(runs[end - 1] as InlineRun)) end -= 1
  return runs.slice(start, end).map((run, index, all) => {
    if (!('text' in run)) return run
    let { text } = run
    if (index === 0 || 'lineBreak' in (all[index - 1] ?? {})) text = text.trimStart()
    if (index === all.length - 1 || 'lineBreak' in (all[index + 1] ?? {})) text = text.trimEnd()
    return { ...run, text }
  })
}

function oneRun(run: InlineRun): PhrasingContent[] {
  if ('image' in run) return [{ type: 'image', url: `image:${run.image}`, alt: run.alt }]
  if ('tex' in run) return [formula(run.tex)]
  if ('lineBreak' in run) return [{ type: 'break' }]
  const { text, bold, italic, struck, code, script, link } = run
  let node: PhrasingContent = script
    ? scripted(text, script)
    : code
      ? { type: 'inlineCode', value: text }
      : { type: 'text', value: text }
  if (struck) node = { type: 'delete', children: [node] }
  if (italic) node = { type: 'emphasis', children: [node] }
  if (bold) node = { type: 'strong', children: [node] }
  if (link)
    node = { type: 'link', url: link, children: [node as Exclude<PhrasingContent, { type: 'link' | 'linkReference' }>] }
  return [node]
}

const formula = (value: string): InlineMath => ({ type: 'inlineMath', value })

function scripted(text: string, script: 'sup' | 'sub'): PhrasingContent {
  const sign = scriptOf(text, script)
  return sign === null ? formula(scriptTex(text, script)) : { type: 'text', value: sign }
}
