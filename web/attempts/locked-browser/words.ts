import { useQuery } from '@tanstack/react-query'
import type { Language } from '#core/language.ts'
import type french from '#web/text/pages/browser.fr.json'
import { useText } from '#web/text/text.tsx'

export type BrowserWords = typeof french

const words: Record<Language, () => Promise<{ default: BrowserWords }>> = {
  fr: () => import('#web/text/pages/browser.fr.json'),
  en: () => import('#web/text/pages/browser.en.json'),
}

/** The sentences about the locked browser, which only exams that ask for it download. */
export function useBrowserWords() {
  const { language } = useText()
  return useQuery({
    queryKey: ['browser', language],
    queryFn: async () => (await words[language]()).default,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export const filled = (sentence: string, values: Readonly<Record<string, string>>) =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
