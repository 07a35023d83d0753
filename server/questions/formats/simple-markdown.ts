import type { Code, InlineCode, Paragraph, Root, Text } from 'mdast'

/**
 * The tree of a text that has only paragraphs of words, code between single backticks and fenced code, exactly as the
 * parser gives it; null for any other. Nearly all texts of a bank are so, and the parser takes a fifth of a millisecond
 * for each.
 */
export function simpleMarkdown(markdown: string): Root | null {
  const children: (Code | Paragraph)[] = []
  let at = start
  for (const text of blocksOf(markdown)) {
    const position = { start: at, end: after(at, text) }
    if (!text.startsWith('\n')) {
      const block = fenced(text, position) ?? paragraph(text, position)
      if (!block) return null
      children.push(block)
    }
    at = position.end
  }
  const isWhole = children.length > 0 && !markdown.startsWith('\n') && !markdown.endsWith('\n')
  return isWhole ? { type: 'root', children, position: { start, end: at } } : null
}

/** The words of its first paragraph when that is simple, whatever follows; null for any other text. */
export function simpleOpening(markdown: string): string | null {
  const [first = ''] = markdown.split('\n\n', 1)
  if (!isSimple(first)) return null
  return inline(first, start)
    .map(({ value }) => value)
    .join('')
}

/** Blocks, and the blank lines between them, which code may hold too. */
function* blocksOf(markdown: string): Generator<string> {
  for (let from = 0; from < markdown.length; ) {
    const to = endOf(markdown, from)
    yield markdown.slice(from, to)
    from = to
  }
}

function endOf(markdown: string, from: number): number {
  if (markdown[from] === '\n') return from + (/[^\n]/.exec(markdown.slice(from))?.index ?? markdown.length)
  const closing = markdown.startsWith('```', from) ? markdown.indexOf('```', from + 3) : -1
  if (closing !== -1) return closing + 3
  const blank = markdown.indexOf('\n\n', from)
  return blank === -1 ? markdown.length : blank
}

type Point = { line: number; column: number; offset: number }
type Position = { start: Point; end: Point }
const start: Point = { line: 1, column: 1, offset: 0 }

function after({ line, column, offset }: Point, text: string): Point {
  const last = text.lastIndexOf('\n')
  const lines = last === -1 ? 0 : text.split('\n').length - 1
  return {
    line: line + lines,
    column: last === -1 ? column + text.length : text.length - last,
    offset: offset + text.length,
  }
}

/** Its language is one word, and nothing in it closes it. */
const fence = /^```([\w+#-]*)\n((?:[^\p{Cc}\ufeff]|\n)+)\n```$/u

function fenced(text: string, position: Position): Code | null {
  const [, lang, value] = fence.exec(text) ?? []
  return value === undefined ? null : { type: 'code', lang: lang || null, meta: null, value, position }
}

/**
 * A line begins with a sign that opens no block; then come signs that mean nothing, and code that is closed. A number
 * with a dot opens a list, an address becomes a link by itself.
 */
const simpleLine =
  /^(?!\d{1,9}[.)])(?=[\p{L}\p{N}«“‘("'…`])(?:(?!www\.|:\/\/)[^\\`*_[\]<&~|$@\p{Cc}\ufeff]|`[^`\p{Cc}\ufeff]+`(?!`))*(?<!\s)$/iu

const isSimple = (paragraph: string) => paragraph.split('\n').every((line) => simpleLine.test(line))

function paragraph(text: string, position: Position): Paragraph | null {
  if (!isSimple(text)) return null
  return { type: 'paragraph', children: inline(text, position.start), position }
}

function inline(text: string, from: Point): (Text | InlineCode)[] {
  let at = from
  return text
    .split(/(`[^`]+`)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const position = { start: at, end: after(at, piece) }
      at = position.end
      return piece.startsWith('`')
        ? { type: 'inlineCode', value: unpadded(piece.slice(1, -1)), position }
        : { type: 'text', value: piece, position }
    })
}

/** A space at both ends is only there to hold a backtick apart. */
const unpadded = (code: string) => (/^ .*[^ ].* $/.test(code) ? code.slice(1, -1) : code)
