import type { Deps } from '#server/platform/deps.ts'

/** The same platform at another time: what a class did three weeks ago is done by the very code of today. */
export function atTime(deps: Deps, start: Date) {
  let now = start
  return {
    deps: { ...deps, now: () => now, sqlNow: () => now } satisfies Deps,
    set: (instant: Date) => {
      now = instant
    },
  }
}

const day = 86_400_000

/** Ten in the morning, Paris winter time, so many days before today. */
export function morningBefore(today: Date, days: number): Date {
  const date = new Date(today.getTime() - days * day)
  return new Date(`${date.toISOString().slice(0, 10)}T09:00:00Z`)
}

export const later = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000)
