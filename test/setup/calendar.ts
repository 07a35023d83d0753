/** Reads iCalendar by RFC 5545, apart from the library that writes it: strict where a calendar program may be. */
export type CalendarPart = { name: string; values: Map<string, string[]>; parts: CalendarPart[] }

const unescaped = (value: string) =>
  value.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign))

/** 3.1: lines end in CRLF, hold 75 octets at most, and go on after a CRLF and one blank. */
function linesOf(file: Uint8Array): string[] {
  const whole = new TextDecoder('utf-8', { fatal: true }).decode(file)
  if (/(?<!\r)\n|\r(?!\n)/.test(whole)) throw new Error('a line does not end in CRLF')
  const physical = whole.replace(/\r\n$/, '').split('\r\n')
  for (const line of physical) if (Buffer.byteLength(line) > 75) throw new Error(`longer than 75 octets: ${line}`)
  return physical
    .join('\r\n')
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
}

export function readCalendar(file: Uint8Array): CalendarPart {
  const root: CalendarPart = { name: '', values: new Map(), parts: [] }
  const open = [root]
  for (const line of linesOf(file)) {
    const [, name = '', raw = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? []
    if (name === '') throw new Error(`not a property: ${line}`)
    if (name === 'BEGIN') {
      const part: CalendarPart = { name: raw, values: new Map(), parts: [] }
      open.at(-1)?.parts.push(part)
      open.push(part)
    } else if (name === 'END') {
      if (open.pop()?.name !== raw) throw new Error(`${raw} ends what it did not begin`)
    } else {
      const isText = ['SUMMARY', 'LOCATION', 'DESCRIPTION', 'NAME', 'X-WR-CALNAME'].includes(name)
      if (isText && /(?:^|[^\\])(?:\\\\)*[;,]/.test(raw)) throw new Error(`not escaped: ${line}`)
      const values = open.at(-1)?.values
      values?.set(name, [...(values.get(name) ?? []), isText ? unescaped(raw) : raw])
    }
  }
  const [calendar] = root.parts
  if (open.length !== 1 || calendar?.name !== 'VCALENDAR' || root.parts.length !== 1)
    throw new Error('not one calendar')
  return calendar
}

const one = (part: CalendarPart, name: string) => {
  const values = part.values.get(name) ?? []
  if (values.length > 1) throw new Error(`${name} stands ${values.length} times`)
  return values[0] ?? ''
}

/** 3.3.5, form 2: an instant in UTC, the only form that needs no zone. */
function instantOf(value: string): string {
  const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value) ?? []
  if (y === undefined) throw new Error(`not an instant in UTC: ${value}`)
  return new Date(`${y}-${m}-${d}T${h}:${min}:${s}Z`).toISOString()
}

/** Its events, with what they must have (3.6.1). */
export function eventsOf(file: Uint8Array) {
  const calendar = readCalendar(file)
  if (one(calendar, 'VERSION') !== '2.0' || one(calendar, 'PRODID') === '') throw new Error('no version')
  return calendar.parts.map((event) => {
    if (event.name !== 'VEVENT') throw new Error(`${event.name} in a calendar of events`)
    instantOf(one(event, 'DTSTAMP'))
    return {
      uid: one(event, 'UID'),
      sequence: Number(one(event, 'SEQUENCE')),
      start: instantOf(one(event, 'DTSTART')),
      end: instantOf(one(event, 'DTEND')),
      title: one(event, 'SUMMARY'),
      room: one(event, 'LOCATION'),
      text: one(event, 'DESCRIPTION'),
      status: one(event, 'STATUS'),
      alarms: event.parts.map((alarm) => one(alarm, 'TRIGGER')),
    }
  })
}
