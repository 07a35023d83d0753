import type { ReactNode } from 'react'
import type { RulesView } from '#contract/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { hundredthsOf } from './exact.ts'
import type { FinalSheetView } from './final-sheet.ts'
import { isUsable } from './rules-draft.ts'
import { type Trial, trialOf } from './what-if.ts'

type Props = { sheet: FinalSheetView; rules: RulesView | null }

/** One sentence on what the trial rules would change; null without trial rules. */
export function TrialOutcome({ sheet, rules }: Props) {
  const result = rules && trialOf(sheet, rules)
  return <p role="status">{result ? <Outcome sheet={sheet} result={result} /> : <Untried rules={rules} />}</p>
}

function Outcome({ sheet, result }: { sheet: FinalSheetView; result: Trial }) {
  const { t, rich, mark, points } = useText()
  const lost = result.lost > 0 && ` ${t('assessment.whatIf.lost', { count: result.lost })}`
  const decided = result.decided > 0 && ` ${t('assessment.whatIf.decided', { count: result.decided })}`
  const words = rich('assessment.whatIf.result', {
    count: result.changed.length,
    total: result.total,
    before: mark(Math.round(result.meanBefore)),
    after: mark(Math.round(result.meanAfter)),
    fall: result.fall,
    rise: result.rise,
    pass: points(hundredthsOf(sheet.rules.passMark)),
    b: (inside: ReactNode) => <strong key="b">{inside}</strong>,
  })
  return (
    <>
      {words}
      {lost}
      {decided}
    </>
  )
}

function Untried({ rules }: Pick<Props, 'rules'>) {
  const { t } = useText()
  if (rules === null) return t('assessment.whatIf.same')
  return isUsable(rules) ? t('assessment.whatIf.elsewhere') : t('assessment.rules.incomplete')
}
