import { createContext, type ReactNode, startTransition, use, useContext, useEffect, useMemo, useState } from 'react'
import { type Language, languages } from '#core/language.ts'
import { readPreference, writePreference } from '#web/ui/preferences.ts'
import type { Messages } from './ids.ts'
import { loadLanguage, loadText } from './load.ts'
import { type Speech, speak } from './speech.ts'
import type { TextPart } from './split.ts'

type TextContext = Speech & {
  timeZone: string
  messages: Messages
  setLanguage: (language: Language) => Promise<boolean>
}

const context = createContext<TextContext | null>(null)

/** The school's time zone: an exam that opens at 10:00 is displayed at 10:00 wherever the reader is. */
const schoolZone = 'Europe/Paris'

/** Provides the student part of the chosen language; suspends while it is fetched. */
export function TextProvider({ children, timeZone = schoolZone }: { children: ReactNode; timeZone?: string }) {
  const [language, choose] = useState(startingLanguage)
  const messages = use(loadText(language, 'student'))
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const value = useMemo<TextContext>(() => {
    // Keeps the current language until the other one is loaded, or if loading fails.
    const setLanguage = async (next: Language) => {
      if (!(await loadLanguage(next))) return false
      writePreference('language', next)
      startTransition(() => choose(next))
      return true
    }
    return { ...speak(language, messages, timeZone), timeZone, messages, setLanguage }
  }, [language, messages, timeZone])
  return <context.Provider value={value}>{children}</context.Provider>
}

/** Adds the staff part around staff pages, so that a student never downloads it. */
export const StaffText = ({ children }: { children: ReactNode }) => <MoreText part="staff">{children}</MoreText>

/** Adds the sentences of a part to those known around it. */
export function MoreText({ part, children }: { part: TextPart; children: ReactNode }) {
  const outer = useText()
  const more = use(loadText(outer.language, part))
  const value = useMemo<TextContext>(() => {
    const messages = { ...outer.messages, ...more }
    return { ...outer, ...speak(outer.language, messages, outer.timeZone), messages }
  }, [outer, more])
  return <context.Provider value={value}>{children}</context.Provider>
}

/** `const { t, mark, time } = useText()` */
export function useText(): TextContext {
  const value = useContext(context)
  if (value === null) throw new Error('useText needs a TextProvider above it')
  return value
}

/** French by default; only a choice stored on this device changes it. */
function startingLanguage(): Language {
  const chosen = readPreference('language')
  return languages.find((language) => language === chosen) ?? 'fr'
}
