import type { Box } from './reading-order.ts'

/** A stretch of text on a page: in points, from the top left. */
export type Fragment = Box & {
  readonly text: string
  readonly size: number
  readonly isCode: boolean /** The marked content it belongs to. */
  readonly tag?: string | null
}

/** Fragments on one baseline, without a gap that separates columns. `size`: of most of its letters. */
export type PageLine = Box & {
  readonly text: string
  readonly size: number
  readonly isCode: boolean
  readonly fragments: readonly Fragment[]
}

/** Fragments → lines from top to bottom. A gap of more than two and a half letters' height separates columns. */
export function pageLinesOf(fragments: readonly Fragment[]): PageLine[] {
  // Spaces say less than places: one may stand for the gap between two columns.
  const words = fragments.filter(({ text }) => text.trim() !== '')
  const sorted = words.toSorted((one, other) => baseline(one) - baseline(other) || one.x - other.x)
  const rows: Fragment[][] = []
  for (const fragment of sorted) {
    const row = rows.at(-1)
    const first = row?.[0]
    // A superscript stands a little above its line.
    if (row && first && Math.abs(baseline(fragment) - baseline(first)) <= Math.max(fragment.size, first.size) * 0.4)
      row.push(fragment)
    else rows.push([fragment])
  }
  return rows.flatMap((row) => cutAtGaps(row.sort((one, other) => one.x - other.x)).map(lineOf))
}

const baseline = ({ y, height }: Box) => y + height

function cutAtGaps(row: readonly Fragment[]): Fragment[][] {
  const pieces: Fragment[][] = []
  for (const fragment of row) {
    const last = pieces.at(-1)?.at(-1)
    const isNear =
      last && fragment.x - (last.x + last.width) <= Math.max(fragment.size, last.size) * widestSpace(last, fragment)
    if (isNear) pieces.at(-1)?.push(fragment)
    else pieces.push([fragment])
  }
  return pieces
}

/** Code is aligned by spaces. */
const widestSpace = (one: Fragment, other: Fragment) => (one.isCode && other.isCode ? 12 : 2.5)

function lineOf(fragments: readonly Fragment[]): PageLine {
  const [first] = fragments as [Fragment]
  const main = fragments.reduce((most, one) => (one.text.length > most.text.length ? one : most), first)
  const y = Math.min(...fragments.map((one) => one.y))
  const right = Math.max(...fragments.map((one) => one.x + one.width))
  return {
    ...{ x: first.x, y, width: right - first.x, height: Math.max(...fragments.map(baseline)) - y },
    size: main.size,
    isCode: fragments.every(({ isCode }) => isCode),
    text: joinedText(fragments),
    fragments,
  }
}

function joinedText(fragments: readonly Fragment[]): string {
  // Letters of code are all as wide.
  const widths = fragments.flatMap(({ text, width, isCode }) =>
    isCode && text.trim() !== '' ? [width / text.length] : [],
  )
  const letter = widths.length > 0 ? Math.min(...widths) : 0
  let text = ''
  let end: number | null = null
  for (const fragment of fragments) {
    const gap = end === null ? 0 : fragment.x - end
    if (fragment.isCode && letter > 0 && gap > letter * 0.5) text += ' '.repeat(Math.round(gap / letter))
    else if (gap > fragment.size * 0.15 && !/\s$/.test(text) && !/^\s/.test(fragment.text)) text += ' '
    text += fragment.text
    end = fragment.x + fragment.width
  }
  return text
}

/** Lines that follow each other in one column, of one size: what is read in one go. */
export function columnsOf(lines: readonly PageLine[]): PageLine[][] {
  const blocks: PageLine[][] = []
  for (const line of lines) {
    const block = blocks.findLast((one) => {
      const last = one.at(-1) as PageLine
      const gap = line.y - (last.y + last.height)
      return (
        gap < Math.max(line.size, last.size) * 1.2 &&
        gap > -line.size * 0.5 &&
        overlap(line, last) > 0.3 &&
        isSameSize(line.size, last.size) &&
        line.isCode === last.isCode
      )
    })
    if (block) block.push(line)
    else blocks.push([line])
  }
  return blocks
}

export const isSameSize = (one: number, other: number) => Math.abs(one - other) <= Math.max(one, other) * 0.06

/** Share of the narrower line that stands under the wider. */
const overlap = (one: Box, other: Box) =>
  (Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)) /
  Math.max(1, Math.min(one.width, other.width))

export function boxAround(lines: readonly Box[]): Box {
  const [x, y] = [Math.min(...lines.map((one) => one.x)), Math.min(...lines.map((one) => one.y))]
  const right = Math.max(...lines.map((one) => one.x + one.width))
  const low = Math.max(...lines.map(baseline))
  return { x, y, width: right - x, height: low - y }
}
