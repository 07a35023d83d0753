import { IntlMessageFormat } from 'intl-messageformat'
import { createElement, Fragment, type ReactNode } from 'react'
import type { Language } from '#core/language.ts'
import { withOwnElements } from '#web/jsx/own-text.ts'
import { type Formats, formatsOf } from './formats.ts'
import { isPlain, type Messages, type TextId } from './ids.ts'

type Plain = string | number | boolean | Date | null | undefined
export type Values = Readonly<Record<string, Plain>>
/** A tag of the sentence (`<b>…</b>`, `<link>…</link>`) becomes an element. */
export type RichValues = Readonly<Record<string, Plain | ReactNode | ((chunks: ReactNode) => ReactNode)>>

/** The sentences of the current language, and the formats of its numbers and dates. */
export type Speech = Formats & {
  language: Language
  /** A sentence as a string. */
  t: (id: TextId, values?: Values) => string
  /** A sentence with elements in it. */
  rich: (id: TextId, values: RichValues) => ReactNode
  /** « heure de Paris »: built from the city, because browsers name time zones by season. */
  zoneName: (timeZone?: string) => string
  /** Whether an id built at run time (`refusal.${code}`) is a sentence. */
  has: (id: string) => id is TextId
}

const localeOf: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' }

export function speak(language: Language, messages: Messages, timeZone: string): Speech {
  const locale = localeOf[language]
  const formats = formatsOf(locale, timeZone, (zone, own) =>
    own === null ? t('ui.zone', { zone }) : t('ui.zoneHere', { zone, own }),
  )
  const say = sayer(locale, messages)
  const t: Speech['t'] = (id, values = {}) => String(say(id, values))
  return {
    ...formats,
    language,
    t,
    rich: (id, values) => elementsOf(say(id, withElements(values))),
    has: (id): id is TextId => id in messages,
    zoneName: (zone) => t('ui.zone', { zone: formats.zoneCity(zone) }),
  }
}

type Spoken = string | readonly ReactNode[]

/** Each sentence with arguments is compiled once. Errors go to the console, where tests treat them as failures. */
function sayer(locale: string, messages: Messages) {
  const prepared = new Map<string, IntlMessageFormat>()
  return (id: string, values: Readonly<Record<string, unknown>>): Spoken => {
    const sentence = messages[id]
    try {
      if (sentence === undefined) throw new Error(`no sentence ${id} in ${locale}`)
      if (typeof sentence === 'string' && isPlain(sentence)) return sentence
      const known = prepared.get(id) ?? new IntlMessageFormat(sentence, locale)
      prepared.set(id, known)
      return known.format(values as Record<string, string>)
    } catch (error) {
      console.error(`text: ${String(error)}`)
      return id
    }
  }
}

/** The content of a tag comes as an array; components expect one node. */
function withElements(values: RichValues): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'function' ? (pieces: Spoken) => value(elementsOf(pieces)) : value,
    ]),
  )
}

function elementsOf(said: Spoken): ReactNode {
  if (typeof said === 'string') return said
  return said.every((piece) => typeof piece === 'string')
    ? said.join('')
    : createElement(Fragment, null, ...withOwnElements(said))
}
