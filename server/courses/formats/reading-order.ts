/** Where a thing stands on a slide or a page; `y` grows downwards. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/**
 * Things in the order in which they are read: columns from left to right where a vertical gap separates them, else
 * from top to bottom. Recursive X-Y cut (Nagy, Seth & Viswanathan 1992, IEEE Computer 25(7), 10–22). What overlaps
 * keeps the order given.
 */
export function inReadingOrder<T>(things: readonly T[], boxOf: (thing: T) => Box, depth = 0): T[] {
  if (things.length < 2 || depth > mostCuts) return [...things]
  for (const [start, size] of axes) {
    const groups = cut(things, (thing) => {
      const box = boxOf(thing)
      return { from: box[start], to: box[start] + box[size] }
    })
    if (groups.length > 1) return groups.flatMap((group) => inReadingOrder(group, boxOf, depth + 1))
  }
  return [...things]
}

const mostCuts = 40
const axes = [
  ['x', 'width'],
  ['y', 'height'],
] as const

/** Groups of things whose spans touch, in the order of the axis. Edges that overlap by a few percent still separate. */
function cut<T>(things: readonly T[], spanOf: (thing: T) => { from: number; to: number }): T[][] {
  const spans = things.map((thing, order) => ({ thing, order, ...spanOf(thing) }))
  spans.sort((one, other) => one.from - other.from || one.order - other.order)
  const groups: (typeof spans)[] = []
  let reached = -Infinity
  for (const span of spans) {
    const slack = Math.min(span.to - span.from, narrowest(groups.at(-1) ?? [])) * overlap
    if (span.from >= reached - slack && groups.length > 0) groups.push([span])
    else if (groups.length === 0) groups.push([span])
    else groups.at(-1)?.push(span)
    reached = Math.max(reached, span.to)
  }
  return groups.map((group) => group.sort((one, other) => one.order - other.order).map(({ thing }) => thing))
}

const overlap = 0.1
const narrowest = (group: readonly { from: number; to: number }[]) =>
  Math.min(...group.map(({ from, to }) => to - from))
