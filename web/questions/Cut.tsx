import type { Reply } from '#contract/endpoint.ts'
import type { stageImport } from '#contract/questions/question-batches.ts'
import { useText } from '#web/text/text.tsx'

/** What a file would do to the bank. */
export type Preview = Reply<typeof stageImport>

/** Said under a list that shows only its beginning. */
export function Cut({ shown, count }: { shown: number; count: number }) {
  const { t } = useText()
  return shown < count ? <p className="muted">{t('questions.import.cut', { shown, count })}</p> : null
}
