import type { Deps } from '#server/platform/deps.ts'

/** The platform with a shifted clock, so that past events of the demonstration are made by the real code. */
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

/** Ten in the morning, Paris winter time, this many days before today. */
export function morningBefore(today: Date, days: number): Date {
  const date = new Date(today.getTime() - days * day)
  return new Date(`${date.toISOString().slice(0, 10)}T09:00:00Z`)
}

export const later = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000)
