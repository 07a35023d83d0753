import { useText } from '#web/text/text.tsx'

/** Displayed under a truncated list: how many items are shown, out of how many. */
export function Cut({ shown, count }: { shown: number; count: number }) {
  const { t } = useText()
  return shown < count ? <p className="muted">{t('questions.import.cut', { shown, count })}</p> : null
}
