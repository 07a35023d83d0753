import { decisionOf } from '#core/assessment/decision.ts'
import { useText } from '#web/text/text.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { SheetLine } from './final-sheet.ts'

type Result = SheetLine['result']

/** The decision for a grade, after the one before the retake when the retake changed it. */
export function DecisionView({ result, before }: { result: Result; before: Result | null }) {
  const { t } = useText()
  const earlier = before && decisionOf(before)
  if (earlier === null || earlier === decisionOf(result)) return <Decision result={result} />
  return (
    <>
      <span className="muted">
        {t('assessment.beforeRetake', { before: t(`assessment.student.decisions.${earlier}`) })}
      </span>{' '}
      <Decision result={result} />
    </>
  )
}

/** As an icon and a word. */
function Decision({ result }: { result: Result }) {
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
