import { cityOfZone } from './zone-cities.ts'

/** Numbers and dates as a French (or English) reader writes them. Marks and points are integers in hundredths. */
export type Formats = {
  /** 1325 → « 13,25 »: always two decimals, so that marks line up. */
  mark: (hundredths: number) => string
  /** 100 → « 1 », 50 → « 0,5 ». */
  points: (hundredths: number) => string
  number: (value: number, decimals?: number) => string
  /** 0.5 → « 50 % ». */
  percent: (ratio: number, decimals?: number) => string
  /** Seconds → « 40 min », « 1 h 20 », « 45 s ». */
  duration: (seconds: number) => string
  /** Seconds → « 39:26 », « 1:19:58 ». */
  countdown: (seconds: number) => string
  /** « mardi 17 novembre 2026 ». The zone is the exam's, else the platform's. */
  date: (at: Instant, timeZone?: string) => string
  /** « 17 nov. 2026 » */
  shortDate: (at: Instant, timeZone?: string) => string
  /** « 11:21 » */
  time: (at: Instant, timeZone?: string) => string
  /** « 11:09:52 » */
  exactTime: (at: Instant, timeZone?: string) => string
  /** « 17 nov. 2026, 11:09 » */
  dateTime: (at: Instant, timeZone?: string) => string
  /** « il y a 8 s », « dans 9 jours ». Both instants are parameters, so that the server's time can be used. */
  relative: (at: Instant, now: Instant) => string
  /** The same without the zone, for a sentence that names it. */
  plainTime: (at: Instant, timeZone?: string) => string
  plainExactTime: (at: Instant, timeZone?: string) => string
  plainDateTime: (at: Instant, timeZone?: string) => string
  /** « heure de Paris », with the hour of this device where it lives by another: « , soit 16:00 chez vous ». */
  zoneAt: (at: Instant, timeZone?: string) => string
  /** « Paris » */
  zoneCity: (timeZone?: string) => string
  list: (items: readonly string[]) => string
}

export type Instant = Date | string | number

/** `hourOf` gives « heure de Paris » for a city, and what that is for who lives by another hour. */
export function formatsOf(
  locale: string,
  defaultZone: string,
  hourOf: (city: string, own: string | null) => string,
): Formats {
  const number = (value: number, decimals = 0) => formatter(locale, decimals, decimals).format(value)
  const dates =
    (options: Intl.DateTimeFormatOptions) =>
    (at: Instant, timeZone: string = defaultZone) =>
      dateFormatter(locale, { ...options, timeZone }).format(new Date(at))
  const zoneAt = (at: Instant, timeZone: string = defaultZone) =>
    hourOf(
      cityOfZone(timeZone, locale),
      isDeviceHour(new Date(at), timeZone) ? null : deviceTime(locale, new Date(at), timeZone),
    )
  /** Times are in the school's zone. On a device in another zone, they name it and say what that is there. */
  const hours = (options: Intl.DateTimeFormatOptions) => {
    const write = dates(options)
    return (at: Instant, timeZone: string = defaultZone) => {
      const text = write(at, timeZone)
      return isDeviceHour(new Date(at), timeZone) ? text : `${text} (${zoneAt(at, timeZone)})`
    }
  }
  return {
    mark: (hundredths) => number(hundredths / 100, 2),
    points: (hundredths) => formatter(locale, 0, 2).format(hundredths / 100),
    number,
    percent: (ratio, decimals = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: decimals }).format(ratio),
    duration,
    countdown,
    date: dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDate: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    time: hours(ofTime),
    exactTime: hours(ofExactTime),
    dateTime: hours(ofDateTime),
    plainTime: dates(ofTime),
    plainExactTime: dates(ofExactTime),
    plainDateTime: dates(ofDateTime),
    zoneAt,
    relative: (at, now) => relative(locale, (new Date(at).getTime() - new Date(now).getTime()) / 1000),
    zoneCity: (timeZone = defaultZone) => cityOfZone(timeZone, locale),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
  }
}

const ofTime = { hour: '2-digit', minute: '2-digit' } as const
const ofExactTime = { ...ofTime, second: '2-digit' } as const
const ofDateTime = { day: 'numeric', month: 'short', year: 'numeric', ...ofTime } as const

/** « 16:00 » on this device, with its day when that is another one than in `timeZone`. */
function deviceTime(locale: string, at: Date, timeZone: string): string {
  const isSameDay = Number(dateFormatter('en-US', { timeZone, day: 'numeric' }).format(at)) === at.getDate()
  return new Intl.DateTimeFormat(locale, isSameDay ? ofTime : { weekday: 'long', ...ofTime }).format(at)
}

/** Whether this device's zone has the same time of day as `timeZone` at that instant. */
function isDeviceHour(at: Date, timeZone: string): boolean {
  if (Number.isNaN(at.getTime())) return true
  const there = dateFormatter('en-US', {
    timeZone,
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(there.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  return parts['day'] === at.getDate() && parts['hour'] === at.getHours() && parts['minute'] === at.getMinutes()
}

function duration(seconds: number): string {
  const total = Math.round(seconds)
  if (total < 60) return `${total}\u202fs`
  const minutes = Math.round(total / 60)
  if (minutes < 60) return `${minutes}\u202fmin`
  const rest = minutes % 60
  const hours = `${Math.floor(minutes / 60)}\u202fh`
  return rest === 0 ? hours : `${hours}\u202f${String(rest).padStart(2, '0')}`
}

function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(left / 3600)
  const minutes = Math.floor((left % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`
}

function relative(locale: string, seconds: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const size = Math.abs(seconds)
  if (size < 60) return format.format(Math.round(seconds), 'second')
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour')
  return format.format(Math.round(seconds / 86_400), 'day')
}

// Creating an Intl formatter costs more than using it, so one per set of options is cached.
const numbers = new Map<string, Intl.NumberFormat>()
function formatter(locale: string, least: number, most: number): Intl.NumberFormat {
  const key = `${locale}/${least}/${most}`
  const known =
    numbers.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most })
  numbers.set(key, known)
  return known
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()
function dateFormatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}/${JSON.stringify(options)}`
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  dateFormats.set(key, known)
  return known
}
