import type { ExamView } from '#contract/exams/exams.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'

/**
 * The failures of the server for this exam, since when, and what to do; each disappears once the operation succeeds.
 */
export function TroublesView({ troubles, examId }: Pick<ExamView, 'troubles'> & { examId: string }) {
  const { t, dateTime } = useText()
  return (
    <div role="status" className="exam-troubles">
      {troubles.length > 0 && (
        <Notice tone="bad">
          {troubles.map(({ chore, since }) => (
            <p key={chore}>
              <strong>{t(`exams.troubles.${chore}`)}</strong> {t('exams.troubles.since', { at: dateTime(since) })}
            </p>
          ))}
          <p>{t('exams.troubles.todo', { id: examId })}</p>
        </Notice>
      )}
    </div>
  )
}
