import { type MarkdownLine, markdownLines } from '../formats/markdown-lines.ts'

/** `lines`: the first line that shows each address, from 1. */
export type InlineImages = { text: string; lines: ReadonlyMap<string, number> }

/**
 * The pictures of a Markdown text as `![words](address)`, whether they were written so, as HTML (`<img>`), by reference
 * (`![a][b]`) or as Obsidian does (`![[a.png]]`); code and comments stay as they are. Each character is looked at a few times.
 */
export function inlineImages(markdown: string): InlineImages {
  const lines = new Map<string, number>()
  if (!/!\[|<img\b/i.test(markdown)) return { text: markdown, lines }
  const all = markdownLines(markdown)
  const definitions = definitionsIn(all)
  const written: string[] = []
  for (let from = 0; from < all.length; ) {
    const isKept = isQuoted(all[from])
    let end = from + 1
    while (end < all.length && isQuoted(all[end]) === isKept) end += 1
    const run = all.slice(from, end).map(({ text }) => text)
    written.push(isKept ? run.join('\n') : withInline(run.join('\n'), { first: from + 1, definitions, lines }))
    from = end
  }
  return { text: written.join('\n'), lines }
}

const isQuoted = (line: MarkdownLine | undefined) => line?.isCode === true || line?.isComment === true

/** The addresses of the definitions `[name]: address`, by name. */
function definitionsIn(lines: readonly MarkdownLine[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of lines) {
    if (isQuoted(line)) continue
    const [, name = '', within, plain] =
      /^ {0,3}\[([^[\]]{1,500})\]:[ \t]{0,10}(?:<([^<>]{1,2000})>|(\S{1,2000}))/.exec(line.text) ?? []
    const address = within ?? plain
    if (address !== undefined && !found.has(nameOf(name))) found.set(nameOf(name), address)
  }
  return found
}

const nameOf = (label: string) => label.trim().replace(/\s+/g, ' ').toLowerCase()

const tag = `(?:"[^"]*"|'[^']*'|[^<>"'])*`
const wrapper = 'p|div|center|figure|picture|source|a|span|br'
/** What only places a picture goes with it: an HTML block would keep Markdown from being read. */
const before = String.raw`(?:<(?:${wrapper})\b[^<>]*>\s{0,80}){0,4}`
const after = String.raw`(?:\s{0,80}</(?:${wrapper})>){0,4}`
const html = String.raw`${before}<img\b(${tag})>${after}`
const obsidian = String.raw`!\[\[([^[\]\n|]{1,500})(?:\\?\|([^[\]\n]{0,500}))?\]\]`
const inline = String.raw`!\[[^\]\n]{0,500}\]\([ \t]{0,10}<?([^\s)>]+)`
const reference = String.raw`!\[([^[\]\n]{0,500})\](?:\[([^[\]\n]{0,500})\])?(?!\()`
const picture = new RegExp([html, obsidian, inline, reference].join('|'), 'gi')

type RunInput = { first: number; definitions: ReadonlyMap<string, string>; lines: Map<string, number> }

/** A run of lines without fences of code. */
function withInline(text: string, { first, definitions, lines }: RunInput): string {
  const quoted = quotedIn(text)
  let span = 0
  let line = first
  let counted = 0
  return text.replace(picture, (whole: string, ...groups: unknown[]) => {
    const offset = Number(groups[6])
    while ((quoted[span]?.end ?? offset) < offset) span += 1
    if ((quoted[span]?.start ?? offset) < offset) return whole
    const found = pictureOf(groups as (string | undefined)[], definitions)
    if (!found) return whole
    for (; counted < offset; counted += 1) if (text[counted] === '\n') line += 1
    const at = line + linesBefore(whole)
    if (!lines.has(found.address)) lines.set(found.address, at)
    if (found.words === null) return whole
    const shown = `![${found.words}](${found.address})`
    // Alone on its line, a picture is a paragraph, whatever stood around it.
    const isAlone = whole.startsWith('<') && /(?:^|\n)\s*$/.test(text.slice(Math.max(0, offset - 200), offset))
    return isAlone ? `\n\n${shown}\n\n` : shown
  })
}

/** How far below its beginning the tag of a picture stands. */
const linesBefore = (whole: string) => {
  const at = whole.search(/<img\b/i)
  return at < 0 ? 0 : whole.slice(0, at).split('\n').length - 1
}

type Found = {
  address: string
  /** null when it is written as we write them. */
  words: string | null
}

function pictureOf(groups: readonly (string | undefined)[], definitions: ReadonlyMap<string, string>): Found | null {
  const [attributes, page, shownAs, plain, words, label] = groups
  if (plain !== undefined) return { address: plain, words: null }
  if (attributes !== undefined) {
    const source = attributeOf(attributes, 'src')
    return source === '' ? null : { address: safe(source), words: asWords(attributeOf(attributes, 'alt')) }
  }
  if (page !== undefined) {
    const [name = ''] = page.split('#')
    // Obsidian shows other notes in the same way, and writes the width of a picture where its words would be.
    if (!/\.(?:png|jpe?g|gif|webp|svg|bmp|avif)$/i.test(name.trim())) return null
    const said = shownAs === undefined || /^\s*\d+(?:x\d+)?\s*$/.test(shownAs) ? '' : shownAs
    return { address: safe(name.trim().replaceAll('%', '%25')), words: asWords(said) }
  }
  const address = definitions.get(nameOf(label || words || ''))
  return address === undefined ? null : { address: safe(address), words: words ?? '' }
}

/** The value of an attribute of HTML; empty when it has none. */
function attributeOf(attributes: string, name: 'src' | 'alt'): string {
  const [, twice, once, bare] =
    new RegExp(String.raw`(?:^|\s)${name}\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'=<>]+))`, 'i').exec(attributes) ??
    []
  const value = (twice ?? once ?? bare ?? '').trim()
  return value.replace(/&(amp|quot|lt|gt|#39);/g, (_, code: string) => entities[code] ?? '')
}
const entities: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" }

/** An address as Markdown can hold it. */
const safe = (address: string) =>
  address.replace(/[\s()<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)

const asWords = (words: string) => words.replace(/[[\]\s]+/g, ' ').trim()

type Span = { start: number; end: number }

/** Code between backquotes on one line, and comments, in order. */
function quotedIn(text: string): Span[] {
  const spans: Span[] = []
  const runs = [...text.matchAll(/`+|\n|<!--/g)]
  for (let at = 0; at < runs.length; at += 1) {
    const opening = runs[at]
    if (!opening || opening[0] === '\n') continue
    const start = opening.index
    const end = opening[0] === '<!--' ? endOfComment(text, start) : endOfCode(runs, at)
    if (end === null) continue
    spans.push({ start, end })
    while ((runs[at + 1]?.index ?? end) < end) at += 1
  }
  return spans
}

function endOfComment(text: string, start: number): number | null {
  const end = text.indexOf('-->', start)
  return end < 0 ? null : end + 3
}

function endOfCode(runs: readonly RegExpExecArray[], at: number): number | null {
  const opening = runs[at]?.[0] ?? ''
  for (let next = at + 1; next < runs.length && next < at + mostMarks && runs[next]?.[0] !== '\n'; next += 1)
    if (runs[next]?.[0] === opening) return (runs[next]?.index ?? 0) + opening.length
  return null
}

/** A line of so many backquotes is no text that anybody reads. */
const mostMarks = 200
