/** Where a thing stands on a slide or a page; `y` grows downwards. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/**
 * Things in the order in which they are read: columns from left to right where a vertical gap separates them, else
 * from top to bottom. After the recursive X-Y cut (Nagy, Seth & Viswanathan 1992, IEEE Computer 25(7), 10–22); below a
 * title as wide as the page, as many rows as possible are read as columns. What overlaps keeps the order given.
 */
export function inReadingOrder<T>(things: readonly T[], boxOf: (thing: T) => Box): T[] {
  return ordered(
    things.map((thing) => ({ thing, ...boxOf(thing) })),
    0,
  ).map(({ thing }) => thing)
}

type Placed<T> = Box & { thing: T }

const mostCuts = 40

function ordered<T>(things: readonly Placed<T>[], depth: number): Placed<T>[] {
  if (things.length < 2 || depth > mostCuts) return [...things]
  const columns = cut(things, ({ x, width }) => ({ from: x, to: x + width }))
  if (columns.length > 1) return columns.flatMap((column) => ordered(column, depth + 1))
  const rows = cut(things, ({ y, height }) => ({ from: y, to: y + height }))
  if (rows.length < 2) return [...things]
  const read: Placed<T>[] = []
  for (let at = 0; at < rows.length; ) {
    const end = endOfColumns(rows, at)
    read.push(...ordered(rows.slice(at, end).flat(), depth + 1))
    at = end
  }
  return read
}

/** How many rows from this one on have a vertical gap in common; one when there is none. */
function endOfColumns<T>(rows: readonly Placed<T>[][], start: number): number {
  // A row alone in one column goes on with columns when another stands beside it further down.
  let end = start + 1
  for (let last = start + 2; last <= Math.min(rows.length, start + mostRows); last += 1) {
    const together = rows.slice(start, last).flat()
    if (cut(together, ({ x, width }) => ({ from: x, to: x + width })).length > 1) end = last
  }
  return end
}

const mostRows = 60

/** Groups of things whose spans touch, in the order of the axis. Edges that overlap by a tenth still separate. */
function cut<T>(
  things: readonly Placed<T>[],
  spanOf: (thing: Placed<T>) => { from: number; to: number },
): Placed<T>[][] {
  const spans = things.map((thing, order) => ({ thing, order, ...spanOf(thing) }))
  spans.sort((one, other) => one.from - other.from || one.order - other.order)
  const groups: (typeof spans)[] = []
  let reached = 0
  let narrowest = 0
  for (const span of spans) {
    const group = groups.at(-1)
    const width = span.to - span.from
    if (!group || span.from >= reached - Math.min(width, narrowest) * overlap) {
      groups.push([span])
      reached = span.to
      narrowest = width
    } else {
      group.push(span)
      reached = Math.max(reached, span.to)
      narrowest = Math.min(narrowest, width)
    }
  }
  return groups.map((group) => group.sort((one, other) => one.order - other.order).map(({ thing }) => thing))
}

const overlap = 0.1
