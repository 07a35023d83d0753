import type { Language } from '#core/language.ts'
import { useText } from '#web/text/text.tsx'
import { useToast } from './use-toast.ts'

/** Changes the language of the site; shows a toast when it could not be loaded. */
export function useLanguage(): (language: Language) => void {
  const { t, setLanguage } = useText()
  const say = useToast()
  return (language) =>
    void setLanguage(language).then((isThere) => {
      if (!isThere) say({ text: t('ui.languageFailed'), tone: 'warn' })
    })
}
