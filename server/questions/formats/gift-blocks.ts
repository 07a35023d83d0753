import { longest } from './bounds.ts'

/** One question of a GIFT file: the lines between two blank ones, with comments blanked out to keep positions. */
export type GiftBlock = {
  /** The number of its first non-blank line, from 1. */
  readonly line: number
  readonly text: string
  /** Of the comment above it: `// [id:12] [tag:compose]`. */
  readonly idnumber?: string | undefined
  readonly tags: readonly string[]
}

export function giftBlocks(text: string): GiftBlock[] {
  const lines = text.split(/\r\n?|\n/)
  const blocks: GiftBlock[] = []
  let start = 0
  while (start < lines.length) {
    const end = endOf(lines, start)
    const block = blockOf(lines.slice(start, end), start)
    if (block) blocks.push(block)
    start = end + 1
  }
  return blocks
}

const isBlank = (line: string | undefined) => (line ?? '').trim() === ''

/**
 * A question ends at a blank line. One inside its answers does not end it if the following lines close them before
 * another question seems to begin: a missing brace must not swallow the rest of the file.
 */
function endOf(lines: readonly string[], start: number): number {
  let end = blankAfter(lines, start)
  let open = openIn(lines.slice(start, end))
  while (end < lines.length && open > 0) {
    let next = end
    while (next < lines.length && isBlank(lines[next])) next += 1
    if (next === lines.length) break
    const nextEnd = blankAfter(lines, next)
    const piece = lines.slice(next, nextEnd)
    if (!closes(piece)) break
    open += openIn(piece)
    end = nextEnd
  }
  return end
}

function blankAfter(lines: readonly string[], start: number): number {
  let index = start
  while (index < lines.length && !isBlank(lines[index])) index += 1
  return index
}

/** Number of braces opened and not closed in these lines. */
const openIn = (lines: readonly string[]) => {
  const text = withoutComments(lines)
  return unescaped(text, '{') - unescaped(text, '}')
}

function closes(lines: readonly string[]): boolean {
  const text = withoutComments(lines)
  const brace = unescapedIndex(text, '{}')
  return brace !== -1 && text[brace] === '}' && !/^\s*(::|\$CATEGORY:)/.test(text)
}

const comment = /^\s*\/\//
const withoutComments = (lines: readonly string[]) => lines.map((line) => (comment.test(line) ? '' : line)).join('\n')

function blockOf(lines: readonly string[], start: number): GiftBlock | null {
  const first = lines.findIndex((line) => !comment.test(line))
  if (first === -1 || isBlank(lines[first])) return null
  const comments = lines
    .filter((line) => comment.test(line))
    .join('\n')
    .slice(0, longest.question)
  return {
    line: start + first + 1,
    text: withoutComments(lines.slice(first)),
    idnumber: named(comments, '[id:')[0]?.replaceAll('\\]', ']'),
    tags: named(comments, '[tag:')
      .filter((tag) => !/[<>`]/.test(tag))
      .map((tag) => tag.trim()),
  }
}

/** The value of each `[id:…]` in a comment, on one line; an unclosed one is ignored. */
function named(comments: string, opening: string): string[] {
  const names: string[] = []
  for (let at = comments.indexOf(opening); at !== -1; at = comments.indexOf(opening, at + 1)) {
    const from = at + opening.length
    const close = unescapedIndex(comments.slice(from, from + longest.name), ']\n')
    if (close > 0 && comments[from + close] === ']') names.push(comments.slice(from, from + close))
  }
  return names
}

/** Index of the first of these signs without a backslash before it, from `from` on; −1 when there is none. */
export function unescapedIndex(text: string, signs: string, from = 0): number {
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1
    else if (signs.includes(text.charAt(index))) return index
  }
  return -1
}

function unescaped(text: string, sign: string): number {
  let count = 0
  for (let at = unescapedIndex(text, sign); at !== -1; at = unescapedIndex(text, sign, at + 1)) count += 1
  return count
}

/** `\=` → `=`, `\n` → a new line; before anything else a backslash is kept. */
export const unescapeGift = (text: string) =>
  text.replace(/\\([~=#{}:\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
