import createCalendar, {
  escape as escapeText,
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator'
import type { FileReply } from '#contract/endpoint.ts'
import { onOneLine } from '#core/cut-text.ts'
import type { Language } from '#core/language.ts'
import { slugOf } from '#core/slug.ts'

export type CalendarEvent = {
  /** The same for the same sitting, for ever: a calendar that has it replaces it. */
  uid: string
  /** Grows when the sitting changes (RFC 5545, 3.8.7.4). */
  sequence: number
  opensAt: Date
  endsAt: Date
  title: string
  room: string
  lines: readonly string[]
  /** Where it opens; null: not known. */
  url: string | null
  isTentative?: boolean
  /** Hours before the opening at which the calendar reminds. */
  remindHours: readonly number[]
}

type Calendar = { name: string; language: Language; now: Date; events: readonly CalendarEvent[] }

/**
 * A calendar of sittings (RFC 5545). Its hours are in UTC: a sitting is an instant, and no calendar has to know the
 * changes of hour of a zone (docs/decisions/0089).
 */
export function writeCalendar({ name, language, now, events }: Calendar): string {
  const calendar = createCalendar({
    prodId: { company: 'Bareme', product: 'Examens', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    // The library writes a name as it is.
    name: escapeText(onOneLine(name), false),
  })
  for (const { uid, sequence, opensAt, endsAt, title, room, lines, url, isTentative, remindHours } of events)
    calendar.createEvent({
      id: uid,
      sequence,
      stamp: now,
      start: opensAt,
      end: endsAt,
      summary: onOneLine(title),
      location: onOneLine(room) || null,
      description: lines.map(onOneLine).join('\n'),
      ...(url ? { url } : {}),
      status: isTentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
      alarms: remindHours.map((hours) => ({
        type: ICalAlarmType.display,
        trigger: hours * 3_600,
        description: language === 'fr' ? 'Rappel' : 'Reminder',
      })),
    })
  return calendar.toString()
}

const calendarType = 'text/calendar; charset=utf-8'

/** Named after what it is about, in letters that every system takes. */
export const calendarReply = (calendar: Calendar): FileReply => ({
  name: `${slugOf(calendar.name, 'examens')}.ics`,
  type: calendarType,
  content: writeCalendar(calendar),
})
