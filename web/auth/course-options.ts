import { type Language, languages } from '#core/language.ts'
import type { Speech } from '#web/text/speech.ts'

/** The time zones of this browser, plus the course's own if it is not among them. */
export const zoneOptions = (timeZone: string) =>
  [...new Set([timeZone, ...Intl.supportedValuesOf('timeZone')])]
    .toSorted()
    .map((value) => ({ value, label: value.replaceAll('_', ' ') }))

/** The languages a course can be in. */
export const courseLanguageOptions = (t: Speech['t']): { value: Language; label: string }[] =>
  languages.map((value) => ({ value, label: t(`auth.courses.languages.${value}`) }))
