import { type Language, languages } from '#core/language.ts'
import { retrying } from '#web/ui/retrying.ts'
import { flatten, type Messages, type MessageTree } from './ids.ts'
import type { TextPart } from './split.ts'

type Load = () => Promise<{ default: MessageTree }>

/** One file per language and part, so that only the displayed ones are fetched. */
const files: Record<Language, Record<TextPart, Load>> = {
  fr: {
    student: () => import('./fr?part=student'),
    staff: () => import('./fr?part=staff'),
    kinds: () => import('./fr?part=kinds'),
    project: () => import('./fr?part=project'),
    review: () => import('./fr?part=review'),
    school: () => import('./fr?part=school'),
  },
  en: {
    student: () => import('./en?part=student'),
    staff: () => import('./en?part=staff'),
    kinds: () => import('./en?part=kinds'),
    project: () => import('./en?part=project'),
    review: () => import('./en?part=review'),
    school: () => import('./en?part=school'),
  },
}

const loaded = new Map<string, Promise<Messages>>()

/**
 * Returns the same promise for the same file, as React's `use` requires. After several failed tries it stays rejected,
 * because retrying at each render would flood the server; the page then offers to try again.
 */
export function loadText(language: Language, part: TextPart): Promise<Messages> {
  const key = `${language}/${part}`
  const known = loaded.get(key)
  if (known) return known
  const promise = retrying(files[language][part]).then((file) => flatten(file.default))
  loaded.set(key, promise)
  return promise
}

/**
 * Loads what the displayed parts need in another language; false when that fails, and the language is then unchanged.
 */
export async function loadLanguage(language: Language): Promise<boolean> {
  const parts = textParts.filter((part) => languages.some((each) => loaded.has(`${each}/${part}`)))
  try {
    await Promise.all(parts.map((part) => loadText(language, part)))
    return true
  } catch {
    for (const part of parts) loaded.delete(`${language}/${part}`)
    return false
  }
}

const textParts = ['student', 'staff', 'kinds', 'project', 'review', 'school'] as const satisfies readonly TextPart[]
