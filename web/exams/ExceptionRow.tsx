import { useState } from 'react'
import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import type { Exception } from '#core/exams/exam-terms.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Select } from '#web/ui/Select.tsx'
import { ofTarget, targetOf } from './exception-target.ts'
import { ScaleFields } from './ScaleFields.tsx'
import { type ScaleText, scaleOf, textOfScale } from './scale-text.ts'

type Props = {
  exception: Exception
  targets: { value: string; label: string }[]
  draft: ExamDraft
  /** null removes the exception. */
  onChange: (next: Exception | null) => void
}

export function ExceptionRow({ exception, targets, draft, onChange }: Props) {
  const { t } = useText()
  const { scale, points } = exception
  const [text, setText] = useState(() => textOfScale(scale ?? draft.scale))
  const target = targetOf(exception)
  const name = targets.find(({ value }) => value === target)?.label ?? t('exams.exceptions.gone')
  const setScale = (next: ScaleText) => {
    setText(next)
    const made = scaleOf(next)
    if (made) onChange({ ...exception, scale: made })
  }
  return (
    <fieldset className="exception">
      <legend className="vh">{name}</legend>
      <div className="exception__line">
        <Field label={t('exams.exceptions.of')}>
          <Select
            value={target}
            onChange={(value) => onChange({ ...exception, of: ofTarget(value) })}
            options={
              targets.some(({ value }) => value === target) ? targets : [{ value: target, label: name }, ...targets]
            }
          />
        </Field>
        <Field label={t('exams.exceptions.points')}>
          <NumberStepper
            value={(points ?? draft.questionPoints) / 100}
            min={0}
            max={100}
            step={0.25}
            onChange={(value) => onChange({ ...exception, points: Math.round(value * 100) })}
          />
        </Field>
        <Button
          variant="quiet"
          size="small"
          iconOnly
          aria-label={t('exams.exceptions.remove', { name })}
          onClick={() => onChange(null)}
        >
          <Icon name="cross" />
        </Button>
      </div>
      <Checkbox
        label={t('exams.exceptions.ownScale')}
        checked={scale !== null}
        onChange={(event) => onChange({ ...exception, scale: event.target.checked ? scaleOf(text) : null })}
      />
      {scale !== null && <ScaleFields scale={text} onChange={setScale} />}
    </fieldset>
  )
}
