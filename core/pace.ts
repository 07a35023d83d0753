/** A rate limit: `burst` tries at once, then one every `everyMs` milliseconds. */
export type Pace = { readonly burst: number; readonly everyMs: number }

/**
 * When the next try may start, and the state to keep for the one after it: the generic cell rate algorithm (ITU-T
 * I.371). All instants in milliseconds; `due` is the theoretical arrival time of the algorithm, 0 at first.
 */
export function nextTurn({ burst, everyMs }: Pace, { due, now }: { due: number; now: number }) {
  const paid = Math.max(due, now)
  return { startsAt: Math.max(now, paid - (burst - 1) * everyMs), due: paid + everyMs }
}
