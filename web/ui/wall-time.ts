/** A local date and time: « 2026-12-08 » and « 10:00 ». */
export type WallTime = { date: string; time: string }

export function wallTimeOf(instant: Date, timeZone: string): WallTime {
  const parts = partsOf(instant, timeZone)
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` }
}

/**
 * The instant of a local time in a time zone; null when the date or the time is incomplete. Computed twice, because the
 * first guess may have the offset from the other side of a clock change.
 */
export function instantOf({ date, time }: WallTime, timeZone: string): Date | null {
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  if (Number.isNaN(asUtc)) return null
  const guess = asUtc - offsetMs(new Date(asUtc), timeZone)
  return new Date(asUtc - offsetMs(new Date(guess), timeZone))
}

function offsetMs(instant: Date, timeZone: string): number {
  const { date, time } = wallTimeOf(instant, timeZone)
  const minute = Math.floor(instant.getTime() / 60_000) * 60_000
  return Date.parse(`${date}T${time}:00Z`) - minute
}

function partsOf(instant: Date, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
}
