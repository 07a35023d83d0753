import { useText } from '#web/text/text.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { SheetLine } from './final-sheet.ts'

/** The decision for a grade, as an icon and a word. */
export function DecisionView({ result }: { result: SheetLine['result'] }) {
  const { t } = useText()
  switch (result.status) {
    case 'missing':
      return (
        <Status shape="todo" tone="warn">
          {t('assessment.toDecide')}
        </Status>
      )
    case 'blocked':
      return (
        <Status shape="absent" tone="bad">
          {t('assessment.student.decisions.defaulted')}
        </Status>
      )
    case 'graded':
      return result.decision === 'validated' ? (
        <Status shape="done" tone="good">
          {t('assessment.student.decisions.validated')}
        </Status>
      ) : (
        <Status shape="open" tone="warn">
          {t(`assessment.student.decisions.${result.decision}`)}
        </Status>
      )
  }
}
