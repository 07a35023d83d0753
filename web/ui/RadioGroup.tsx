import { type ReactNode, useId } from 'react'
import { Icon } from './Icon.tsx'

type Props<Value extends string> = {
  legend: ReactNode
  hint?: ReactNode
  error?: string | null | undefined
  value: Value | null
  onChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; hint?: ReactNode; disabled?: boolean }[]
}

/** One choice among a few, each with an explanation of its effect. */
export function RadioGroup<Value extends string>({ legend, hint, error, value, onChange, options }: Props<Value>) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <fieldset className="field" aria-describedby={describedBy}>
      <legend className="field__label">{legend}</legend>
      {hint && (
        <p className="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div className="options">
        {options.map((option) => (
          <label key={option.value} className="option">
            <input
              className="tick"
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              aria-labelledby={option.hint ? `${id}-${option.value}-name` : undefined}
              aria-describedby={option.hint ? `${id}-${option.value}` : undefined}
              onChange={() => onChange(option.value)}
            />
            <span className="option__name" id={`${id}-${option.value}-name`}>
              {option.label}
            </span>
            {option.hint && (
              <span className="option__hint" id={`${id}-${option.value}`}>
                {option.hint}
              </span>
            )}
          </label>
        ))}
      </div>
      {error && (
        <p className="field__error" id={`${id}-error`}>
          <Icon name="warning" />
          <span>{error}</span>
        </p>
      )}
    </fieldset>
  )
}
