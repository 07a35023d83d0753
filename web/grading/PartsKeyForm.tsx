import type { CorrectedQuestion } from '#contract/grading/corrections.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { cutText } from '#core/cut-text.ts'
import { partsOf } from '#core/questions/parts.ts'
import { letterOf } from '#web/questions/letter-of.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import type { CorrectionDraft } from './correction-draft.ts'

type Props = {
  question: CorrectedQuestion
  decision: CorrectionDraft
  onChange: (part: Partial<CorrectionDraft>) => void
}

/** The key of a question in parts: one list for each part, with how often each option was chosen. */
export function PartsKeyForm({ question, decision, onChange }: Props) {
  const { t } = useText()
  const { type, choices, parts, ruled } = question
  // A key says every part, and so does another order that is right too; elsewhere an option is accepted by itself.
  const isWhole = decision.what === 'key' || type === 'ordering'
  const first = isWhole ? ruled.right : []
  const said = decision.choiceIds.length > 0 ? decision.choiceIds : first
  return (
    <fieldset className="field">
      <legend className="field__label">
        {t(decision.what === 'key' ? 'grading.correction.newKey' : 'grading.correction.alsoKey')}
      </legend>
      <div className="stack stack--tight">
        {partsOf(choices).map(({ id, choices: own }, rank) => {
          const text = parts?.find((part) => part.id === id)?.text
          const name = t('questions.partName', { type, n: rank + 1 })
          const others = said.filter((choice) => !own.some((option) => option.id === choice))
          return (
            <Field key={id} label={text ? `${name} – ${cutText(plainText(text), 40)}` : name}>
              <Select
                value={own.find((option) => said.includes(option.id))?.id ?? ''}
                onChange={(choice) => onChange({ choiceIds: choice === '' ? others : [...others, choice] })}
                options={[
                  ...(isWhole ? [] : [{ value: '', label: '–' }]),
                  ...own.map((option, place) => ({
                    value: option.id,
                    label: t('grading.correction.optionCount', {
                      letter: letterOf(place),
                      text: cutText(plainText(option.text), 60),
                      count: option.count,
                    }),
                    disabled: !isWhole && ruled.right.includes(option.id),
                  })),
                ]}
              />
            </Field>
          )
        })}
      </div>
    </fieldset>
  )
}
