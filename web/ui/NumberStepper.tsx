import { type KeyboardEvent, useContext, useId, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Icon } from './Icon.tsx'
import { FieldContext, useField } from './use-field.ts'

type Props = {
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
  step?: number
}

/** A number input with two large buttons; arrow keys work, and a decimal comma is accepted. Put it in a Field. */
export function NumberStepper({ value, onChange, min = 0, max = Number.MAX_SAFE_INTEGER, step = 1 }: Props) {
  const { t, language } = useText()
  const field = useField()
  const wiring = useContext(FieldContext)
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const written = new Intl.NumberFormat(language, { maximumFractionDigits: 4, useGrouping: false }).format(value)
  const set = (next: number) => onChange(Math.min(max, Math.max(min, Math.round(next * 10_000) / 10_000)))
  const settle = () => {
    const typed = Number((draft ?? '').replace(',', '.'))
    if (draft !== null && draft.trim() !== '' && Number.isFinite(typed)) set(typed)
    setDraft(null)
  }
  const onKeys = (event: KeyboardEvent) => {
    const move = { ArrowUp: step, ArrowDown: -step, PageUp: step * 10, PageDown: -step * 10 }[event.key]
    if (event.key === 'Enter') settle()
    if (move === undefined) return
    event.preventDefault()
    setDraft(null)
    set(value + move)
  }
  return (
    <div className="stepper" data-invalid={wiring?.isInvalid || undefined}>
      <button
        type="button"
        id={`${id}-less`}
        aria-label={t('ui.staff.decrease')}
        aria-labelledby={wiring ? `${id}-less ${wiring.labelId}` : undefined}
        disabled={value <= min}
        onClick={() => set(value - step)}
      >
        <Icon name="minus" />
      </button>
      <input
        {...field}
        role="spinbutton"
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max === Number.MAX_SAFE_INTEGER ? undefined : max}
        inputMode="decimal"
        autoComplete="off"
        value={draft ?? written}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={settle}
        onKeyDown={onKeys}
      />
      <button
        type="button"
        id={`${id}-more`}
        aria-label={t('ui.staff.increase')}
        aria-labelledby={wiring ? `${id}-more ${wiring.labelId}` : undefined}
        disabled={value >= max}
        onClick={() => set(value + step)}
      >
        <Icon name="plus" />
      </button>
    </div>
  )
}
