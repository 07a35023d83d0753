import type { FileReply } from '#contract/endpoint.ts'
import { type Cell, type CsvProfile, toCsvLine } from '#core/csv.ts'
import { exactText } from '#core/exact-text.ts'
import { type RationalText, rational, toRational } from '#core/rational.ts'
import { toWindows1252 } from './windows-1252.ts'

type Lines = Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>
type CsvFile = { name: string; profile: CsvProfile; lines: Lines }

/** A streamed file: a hundred thousand lines are never in memory at once. */
export function csvFile({ name, profile, lines }: CsvFile): FileReply {
  const { charset, encode } = encodings[profile.encoding]
  return { name, type: `text/csv; charset=${charset}`, content: encode(write(lines, profile)) }
}

type Text = AsyncIterable<string>
const encodings: Record<
  CsvProfile['encoding'],
  { charset: string; encode: (text: Text) => Exclude<FileReply['content'], string> }
> = {
  utf8: { charset: 'utf-8', encode: (text) => text },
  utf16le: { charset: 'utf-16le', encode: (text) => eachOf(text, (part) => Buffer.from(part, 'utf16le')) },
  windows1252: { charset: 'windows-1252', encode: (text) => eachOf(text, toWindows1252) },
}

async function* eachOf(text: Text, encode: (part: string) => Buffer) {
  for await (const part of text) yield encode(part)
}

const chunk = 16_384

/** Sends several lines per chunk, because a chunk has a fixed cost. */
async function* write(lines: Lines, profile: CsvProfile) {
  let buffer = profile.start
  for await (const cells of lines) {
    buffer += toCsvLine(cells, profile)
    if (buffer.length < chunk) continue
    yield buffer
    buffer = ''
  }
  if (buffer !== '') yield buffer
}

export const textCell = (value: string): Cell => ({ kind: 'text', value })
export const markCell = (value: number | null): Cell => ({ kind: 'mark', value })
export const numberCell = (value: number | null): Cell => ({ kind: 'number', value })

/** All decimals when they terminate; else the first six, without rounding (the working column has the exact value). */
export function exactCell(exact: RationalText | null): Cell {
  return { kind: 'number', value: exact === null ? null : decimalText(exact) }
}

/** The text of an exact number in a file, which an import compares with. */
export function decimalText(exact: RationalText): string {
  const value = toRational(exact)
  const written = exactText(value, 0, 'en')
  if (!written.includes('…')) return written
  return exactText(rational((value.num * 1_000_000n) / value.den, 1_000_000n), 0, 'en')
}

/** Rounded to four decimals: a statistic is not exact anyway. */
export function figureCell({ value }: { value: number | null }): Cell {
  return { kind: 'number', value: value === null ? null : String(Math.round(value * 10_000) / 10_000) }
}

/** `2026-12-08`, in local time of the zone. */
export function dayOf(at: Date, timeZone: string): string {
  return formatsIn(timeZone).day.format(at)
}

/** `2026-12-08 10:42:07`, which every spreadsheet reads as a date and time. */
export function instantCell(at: Date | string | null, timeZone: string): Cell {
  if (at === null) return { kind: 'date', value: null }
  const instant = new Date(at)
  const { day, time } = formatsIn(timeZone)
  return { kind: 'date', value: `${day.format(instant)} ${time.format(instant)}` }
}

type Formats = { day: Intl.DateTimeFormat; time: Intl.DateTimeFormat }
const kept = new Map<string, Formats>()

/** Cached per zone, because creating a formatter costs more than a thousand uses. */
function formatsIn(timeZone: string): Formats {
  const known = kept.get(timeZone)
  if (known) return known
  const made = {
    day: new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
    time: new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' }),
  }
  kept.set(timeZone, made)
  return made
}
