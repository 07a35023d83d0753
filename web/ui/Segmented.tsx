import { type ReactNode, useId } from 'react'

type Props<Value extends string> = {
  /** The accessible legend, visible only on request: « Questions affichées ». */
  legend: string
  isLegendShown?: boolean
  disabled?: boolean
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; count?: number }[]
}

/** Two to four short choices on one line: a filter, a view. Radio buttons, so that arrow keys work. */
export function Segmented<Value extends string>({
  legend,
  isLegendShown,
  disabled,
  value,
  onChange,
  options,
}: Props<Value>) {
  const name = useId()
  return (
    <fieldset disabled={disabled}>
      <legend className={isLegendShown ? 'field__label' : 'vh'}>{legend}</legend>
      <div className="segmented">
        {options.map((option) => (
          <label key={option.value} className="segmented__item">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
            {option.count !== undefined && <span className="segmented__count">{option.count}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
