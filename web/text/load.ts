import { flatten, type Messages, type MessageTree } from './ids.ts'
import type { TextPart } from './split.ts'

export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]

type Load = () => Promise<{ default: MessageTree }>

/** One file per language and part: only what is shown is fetched. */
const files: Record<Language, Record<TextPart, Load>> = {
  fr: { student: () => import('./fr.json?part=student'), staff: () => import('./fr.json?part=staff') },
  en: { student: () => import('./en.json?part=student'), staff: () => import('./en.json?part=staff') },
}

const loaded = new Map<string, Promise<Messages>>()

/** The same promise for the same file, so that React's `use` can wait for it. A failed fetch may be tried again. */
export function loadText(language: Language, part: TextPart): Promise<Messages> {
  const key = `${language}/${part}`
  const known = loaded.get(key)
  if (known) return known
  const promise = files[language][part]().then((file) => flatten(file.default))
  promise.catch(() => loaded.delete(key))
  loaded.set(key, promise)
  return promise
}
