/** When and where one student sits an exam, in words: for letters and calendars, which no page formats. */
import { onOneLine } from '#core/cut-text.ts'
import type { Language } from '#core/language.ts'

type SittingTimes = {
  /** null: opened by hand. */
  readonly opensAt: Date | null
  /** Their own closing; null: closed by hand. */
  readonly closesAt: Date | null
  /** How long they may work, all they are granted included. */
  readonly allowedMs: number
  readonly timeZone: string
  /** Empty: not said. */
  readonly slotName: string
  readonly room: string
}

/** The last instant at which a start leaves the whole duration; null when the window has no end. */
const lastFullStartOf = ({ closesAt, allowedMs }: Pick<SittingTimes, 'closesAt' | 'allowedMs'>): Date | null =>
  closesAt && new Date(closesAt.getTime() - allowedMs)

/** One fact per line. */
export function sittingLines(sitting: SittingTimes, language: Language): string[] {
  const { opensAt, closesAt, allowedMs, slotName, room } = sitting
  const words = language === 'fr' ? french : english
  const at = instantWords(sitting, language)
  const last = lastFullStartOf(sitting)
  return [
    opensAt ? words.opens(at(opensAt)) : words.byHand,
    words.lasts(durationWords(allowedMs)),
    ...(last === null ? [] : [opensAt && last <= opensAt ? words.startAtOnce : words.lastStart(at(last))]),
    ...(closesAt ? [words.ends(at(closesAt))] : []),
    ...(slotName ? [words.slot(onOneLine(slotName))] : []),
    ...(room ? [words.room(onOneLine(room))] : []),
  ]
}

/** With the day and the time zone, because a letter is read anywhere. */
export function instantWords({ timeZone }: Pick<SittingTimes, 'timeZone'>, language: Language) {
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone })
  const hour = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone })
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
  return (at: Date) =>
    language === 'fr'
      ? `${date.format(at)} à ${hour.format(at)} (heure de ${place})`
      : `${date.format(at)}, ${hour.format(at)} (${place} time)`
}

/** Rounded down to the minute: nobody is promised time they do not have. */
function durationWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`
}

const french = {
  opens: (at: string) => `Ouverture : ${at}`,
  byHand: 'Ouverture : par votre enseignant',
  lasts: (duration: string) => `Durée : ${duration}`,
  lastStart: (at: string) => `Dernier départ pour avoir toute la durée : ${at}`,
  startAtOnce: 'Commencez dès l’ouverture : qui commence plus tard a moins de temps.',
  ends: (at: string) => `Fin : ${at}`,
  slot: (name: string) => `Créneau : ${name}`,
  room: (room: string) => `Salle : ${room}`,
}
const english: typeof french = {
  opens: (at) => `Opens: ${at}`,
  byHand: 'Opens: when your teacher opens it',
  lasts: (duration) => `Duration: ${duration}`,
  lastStart: (at) => `Last start for the whole duration: ${at}`,
  startAtOnce: 'Start as soon as it opens: who starts later has less time.',
  ends: (at) => `Ends: ${at}`,
  slot: (name) => `Slot: ${name}`,
  room: (room) => `Room: ${room}`,
}
