import type { BlockContent, PhrasingContent, Root } from 'mdast'
import { cutText } from '#core/cut-text.ts'
import { longest } from './bounds.ts'
import { walk, writeMarkdown } from './markdown-tree.ts'
import { plainToMarkdown } from './plain-to-markdown.ts'
import { type ReadingContext, takeFile } from './reading-context.ts'

/** A zero-width space, written to keep text from being read as AMC syntax, and removed when read. */
export const amcGuard = '\u200B'
const unguarded = (text: string) => text.replaceAll(amcGuard, '')

/**
 * AMC-TXT's inline syntax → Markdown: `[verbatim]`, `[* bold *]`, `[_ italics _]`, `[| code |]`, `!image.png!`,
 * `[[TeX]]`.
 */
export function amcToMarkdown(text: string, context: ReadingContext): string {
  if (text.length > longest.plain) return text
  const children = partsOf(text).flatMap((part): BlockContent[] =>
    'code' in part ? [{ type: 'code', value: part.code }] : paragraphs(part.text, context),
  )
  const root: Root = { type: 'root', children }
  const isPlain = [...walk(root)].every(({ type }) => ['root', 'paragraph', 'text'].includes(type))
  return isPlain ? plainToMarkdown(unguarded(text)) : writeMarkdown(root)
}

const opens = '[verbatim]'
const closes = '[/verbatim]'

/** Text between `[verbatim]` and the next `[/verbatim]` is code; an unclosed one is text. */
function partsOf(text: string): ({ code: string } | { text: string })[] {
  const parts: ({ code: string } | { text: string })[] = []
  let from = 0
  for (let at = text.indexOf(opens); at !== -1; at = text.indexOf(opens, from)) {
    const close = text.indexOf(closes, at)
    if (close === -1) break
    const code = text.slice(at + opens.length, close)
    parts.push({ text: text.slice(from, at) })
    parts.push({
      code: unguarded(code)
        .replace(/^[ \t]*\n/, '')
        .replace(/\n[ \t]*$/, ''),
    })
    from = close + closes.length
  }
  return [...parts, { text: text.slice(from) }]
}

/** Separated by blank lines; lines are trimmed. */
function paragraphs(text: string, context: ReadingContext): BlockContent[] {
  const blocks: string[][] = [[]]
  for (const line of text.split('\n').map((one) => one.trim()))
    if (line === '') blocks.push([])
    else blocks.at(-1)?.push(line)
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => ({ type: 'paragraph', children: phrasing(lines.join('\n'), context) }))
}

const endings: Readonly<Record<string, string>> = {
  '[[': ']]',
  '[*': '*]',
  '[_': '_]',
  '[|': '|]',
  '[/': '/]',
  '[==': '==]',
}
const beginning = /\[(?:[[*_|/]|==)|!/g
const image = /!(?:\{[^!\s]{1,100}\})?(?:\[[^!\s]{1,100}\])?([^!\s]{1,300}\.[a-z]{3,4})!/iy
const mostMarksInMarks = 12

/** From left to right, each mark up to its first end. */
function phrasing(text: string, context: ReadingContext, depth = 0): PhrasingContent[] {
  const nodes: PhrasingContent[] = []
  const endless = new Set<string>()
  let from = 0
  const mark = new RegExp(beginning)
  const take = (read: PhrasingContent[], start: number, end: number) => {
    if (start > from) nodes.push({ type: 'text', value: unguarded(text.slice(from, start)) })
    nodes.push(...read)
    from = end
    mark.lastIndex = end
  }
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    const [opening] = match
    const start = match.index
    const ending = endings[opening]
    if (ending === undefined) {
      image.lastIndex = start
      const shown = image.exec(text)
      if (shown) take([imageOf(shown[1] ?? '', context)], start, image.lastIndex)
      continue
    }
    if (endless.has(opening) || depth > mostMarksInMarks) continue
    const close = text.indexOf(ending, start + opening.length)
    if (close === -1) endless.add(opening)
    else take(marked(opening, text.slice(start + opening.length, close), context, depth), start, close + ending.length)
  }
  return from < text.length ? [...nodes, { type: 'text', value: unguarded(text.slice(from)) }] : nodes
}

function marked(opening: string, inside: string, context: ReadingContext, depth: number): PhrasingContent[] {
  const children = () => phrasing(inside.trim(), context, depth + 1)
  switch (opening) {
    case '[[':
      return formula(inside, context)
    case '[|':
      return [{ type: 'inlineCode', value: unguarded(inside) }]
    case '[*':
      return [{ type: 'strong', children: children() }]
    case '[_':
      return [{ type: 'emphasis', children: children() }]
    default:
      return children()
  }
}

function formula(tex: string, context: ReadingContext): PhrasingContent[] {
  const inside = /^\$([^$]+)\$$/.exec(tex.trim())
  if (inside) return [{ type: 'inlineMath', value: inside[1] ?? '' } as unknown as PhrasingContent]
  context.remarks.push({ code: 'latex', detail: cutText(tex, 80) })
  return [{ type: 'inlineCode', value: tex }]
}

function imageOf(path: string, context: ReadingContext): PhrasingContent {
  const name = takeFile(context, path)
  if (name === null) context.remarks.push({ code: 'missing_image', detail: path })
  return { type: 'image', url: name ?? path, alt: '' }
}
