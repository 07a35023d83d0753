import type { DraftFault } from '#contract/questions/question-writing.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'

/** What is missing in one part of the answers, beside it. */
export function RowFaults({ faults }: { faults: readonly DraftFault[] }) {
  const { t } = useText()
  return faults.map((fault) => (
    <p key={fault} className="field__error">
      <Icon name="warning" />
      <span>{t(`questions.faults.${fault}`)}</span>
    </p>
  ))
}
