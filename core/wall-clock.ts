/** Local time of a time zone, so that days are counted by the local calendar. */

/**
 * The local time of the zone, in milliseconds as if that zone were UTC: the difference of two such numbers is the
 * difference of local dates and hours, whatever change of hour lies between.
 * @param timeZone an IANA name, such as `Europe/Paris`.
 */
export function wallClockMs(instant: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  const of = (name: Intl.DateTimeFormatPartTypes) => Number(parts[name])
  const seconds = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return seconds + instant.getUTCMilliseconds()
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    })
  formats.set(timeZone, known)
  return known
}
