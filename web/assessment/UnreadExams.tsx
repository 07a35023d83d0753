import { unreadExams } from '#core/assessment/exams-of-rules.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { FinalSheetView } from './final-sheet.ts'

/** The published exams that no component reads: their marks count for nobody. Nothing once the sheet is finalised. */
export function UnreadExams({ sheet, onRules }: { sheet: FinalSheetView; onRules: () => void }) {
  const { t } = useText()
  const unread = unreadExams(sheet.rules, sheet.sources.exams).filter(({ status }) => status !== 'draft')
  if (unread.length === 0 || sheet.seal !== null) return null
  return (
    <Notice actions={<Button onClick={onRules}>{t('assessment.rules.edit')}</Button>}>
      <p>
        <strong>
          {t('assessment.unread.text', { count: unread.length, titles: unread.map(({ title }) => title).join(', ') })}
        </strong>{' '}
        {t('assessment.unread.why')}
      </p>
    </Notice>
  )
}
