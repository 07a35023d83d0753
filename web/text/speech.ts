import type { ReactNode } from 'react'
import { createIntl, createIntlCache } from 'react-intl'
import { type Formats, formatsOf } from './formats.ts'
import { isPlain, type Messages, type TextId } from './ids.ts'
import type { Language } from './load.ts'

type Plain = string | number | boolean | Date | null | undefined
export type Values = Readonly<Record<string, Plain>>
/** A tag of the sentence (`<b>…</b>`, `<link>…</link>`) becomes an element. */
export type RichValues = Readonly<Record<string, Plain | ReactNode | ((chunks: ReactNode) => ReactNode)>>

/** Everything a page needs to speak: sentences, numbers, dates. */
export type Speech = Formats & {
  language: Language
  /** A sentence as a string. */
  t: (id: TextId, values?: Values) => string
  /** A sentence with elements in it. */
  rich: (id: TextId, values: RichValues) => ReactNode
  /** « heure de Paris »: browsers name zones by season, people by city. */
  zoneName: (timeZone?: string) => string
  /** Whether an id built at run time (`refusal.${code}`) is a sentence. */
  has: (id: string) => id is TextId
}

const cache = createIntlCache()
const localeOf: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' }

export function speak(language: Language, messages: Messages, timeZone: string): Speech {
  const locale = localeOf[language]
  const intl = createIntl(
    { locale, messages: messages as Record<string, string>, timeZone, onError: refuseMissing },
    cache,
  )
  const formats = formatsOf(locale, timeZone)
  // A plain sentence needs no formatter, whatever values come with it; the built site could not parse it anyway.
  const plain = (id: string) => {
    const sentence = messages[id]
    return typeof sentence === 'string' && isPlain(sentence) ? sentence : null
  }
  const t: Speech['t'] = (id, values) => plain(id) ?? intl.formatMessage({ id }, values as Record<string, string>)
  return {
    ...formats,
    language,
    t,
    rich: (id, values) => plain(id) ?? (intl.formatMessage({ id }, values as Record<string, ReactNode>) as ReactNode),
    has: (id): id is TextId => id in messages,
    zoneName: (zone) => t('ui.zone', { zone: formats.zoneCity(zone) }),
  }
}

/** Shown as its id on screen; said in the console, where a test that forbids console.error hears it. */
function refuseMissing(error: Error) {
  console.error(`text: ${error.message}`)
}
