import { wallClockMs } from '#core/wall-clock.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Between these hours of the exam’s time zone, a letter disturbs nobody. */
const firstHour = 9
const endHour = 20

/** The number of the local day, and the local hour. */
function localTime(instant: Date, timeZone: string) {
  const ms = wallClockMs(instant, timeZone)
  return { day: Math.floor(ms / dayMs), hour: Math.floor((ms % dayMs) / hourMs) }
}

/** Whether both are on one day of the zone. */
export const isSameLocalDay = (one: Date, other: Date, timeZone: string): boolean =>
  localTime(one, timeZone).day === localTime(other, timeZone).day

/** Whether now is the day before the opening, by the calendar of the zone, at an hour when people read letters. */
export function isReminderDue(opensAt: Date, { now, timeZone }: { now: Date; timeZone: string }): boolean {
  const { day, hour } = localTime(now, timeZone)
  return day === localTime(opensAt, timeZone).day - 1 && hour >= firstHour && hour < endHour
}
