import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import type { FinalSheetView } from './final-sheet.ts'
import { isUsable } from './rules-draft.ts'
import { TrialOutcome } from './TrialOutcome.tsx'
import type { LiveRules } from './use-live-rules.ts'

/** What the coefficients typed in the headings would change, in view until they are saved or left. */
export function CoefficientsBar({ sheet, live }: { sheet: FinalSheetView; live: LiveRules }) {
  const { t } = useText()
  const { draft } = live
  if (draft === null) return null
  const reason = sheet.seal
    ? t('assessment.final.locked')
    : isUsable(draft)
      ? undefined
      : t('assessment.rules.incomplete')
  return (
    <section className="sheet-bar" aria-label={t('assessment.live.title')}>
      <TrialOutcome sheet={sheet} rules={draft} />
      <div className="actions">
        <Button onClick={live.leave}>{t('assessment.live.leave')}</Button>
        <Button variant="primary" busy={live.isPending} reason={reason} onClick={live.save}>
          {t('assessment.live.save')}
        </Button>
      </div>
    </section>
  )
}
