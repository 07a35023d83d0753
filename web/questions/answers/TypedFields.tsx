import type { DraftAnswers } from '#contract/questions/question-writing.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'

type Typed = Extract<DraftAnswers, { type: 'exact_answer' }>['typed']
type Props = { typed: Typed; onTyped: (typed: Typed) => void }

const first: Record<Typed['kind'], Typed> = {
  text: { kind: 'text', case: false },
  number: { kind: 'number', tolerance: '0', unit: '', unitRequired: false },
}

/** How a typed answer is compared: words, or a number with its tolerance and its unit. */
export function TypedFields({ typed, onTyped }: Props) {
  const { t } = useText()
  return (
    <div className="kind-typed">
      <Segmented
        legend={t('questions.edit.typedKind')}
        isLegendShown
        value={typed.kind}
        onChange={(kind) => onTyped(first[kind])}
        options={(['text', 'number'] as const).map((value) => ({
          value,
          label: t(`questions.edit.typedKinds.${value}`),
        }))}
      />
      {typed.kind === 'text' ? (
        <Checkbox
          label={t('questions.edit.typedCase')}
          hint={t('questions.edit.typedCaseHint')}
          checked={typed.case}
          onChange={({ target }) => onTyped({ ...typed, case: target.checked })}
        />
      ) : (
        <>
          <div className="form__row">
            <Field label={t('questions.edit.tolerance')} hint={t('questions.edit.toleranceHint')}>
              <Input
                inputMode="decimal"
                maxLength={40}
                value={typed.tolerance}
                onChange={({ target }) => onTyped({ ...typed, tolerance: target.value })}
              />
            </Field>
            <Field label={t('questions.edit.unit')} hint={t('questions.edit.unitHint')} optional>
              <Input
                maxLength={20}
                value={typed.unit}
                onChange={({ target }) => onTyped({ ...typed, unit: target.value })}
              />
            </Field>
          </div>
          {typed.unit !== '' && (
            <Checkbox
              label={t('questions.edit.unitRequired')}
              checked={typed.unitRequired}
              onChange={({ target }) => onTyped({ ...typed, unitRequired: target.checked })}
            />
          )}
        </>
      )}
    </div>
  )
}
