import type { ReactNode } from 'react'
import type { CorrectedQuestion } from '#contract/grading/corrections.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import type { CorrectionDraft } from './correction-draft.ts'

type Props = {
  question: CorrectedQuestion
  decision: CorrectionDraft
  onChange: (part: Partial<CorrectionDraft>) => void
}

/** What was typed, the most frequent first, with what its author foresaw: each can be accepted. */
export function TypedKeyForm({ question: { choices, others = [], ruled }, decision, onChange }: Props) {
  const { t } = useText()
  const isAlso = decision.what === 'accept_also'
  const toggled = (id: string, isOn: boolean) =>
    isOn ? [...decision.choiceIds, id] : decision.choiceIds.filter((other) => other !== id)
  const row = (id: string, label: ReactNode, count: number) => (
    <Checkbox
      key={id}
      label={label}
      hint={t(ruled.right.includes(id) ? 'grading.correction.typedKey' : 'grading.correction.typedCount', { count })}
      checked={(isAlso && ruled.right.includes(id)) || decision.choiceIds.includes(id)}
      disabled={isAlso && ruled.right.includes(id)}
      onChange={(event) => onChange({ choiceIds: toggled(id, event.target.checked) })}
    />
  )
  return (
    <fieldset className="field">
      <legend className="field__label">{t(isAlso ? 'grading.correction.alsoKey' : 'grading.correction.newKey')}</legend>
      <div className="options">
        {choices.map(({ id, text, count }) => row(id, <ContentView content={text} inline />, count))}
      </div>
      <p className="field__label">{t('grading.correction.others', { count: others.length })}</p>
      <div className="options">{others.map(({ id, text, count }) => row(id, <code>{text}</code>, count))}</div>
    </fieldset>
  )
}
