import { useText } from '#web/text/text.tsx'

/** Said under a list that shows only its beginning. */
export function Cut({ shown, count }: { shown: number; count: number }) {
  const { t } = useText()
  return shown < count ? <p className="muted">{t('questions.import.cut', { shown, count })}</p> : null
}
