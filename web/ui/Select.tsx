import type { Ref, SelectHTMLAttributes } from 'react'
import { Icon } from './Icon.tsx'
import { useField } from './use-field.ts'

type Props<Value extends string> = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'value' | 'onChange'> & {
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string; disabled?: boolean }[]
  ref?: Ref<HTMLSelectElement>
}

/** A choice among many, as a native select. Under five options prefer RadioGroup or Segmented. */
export function Select<Value extends string>({ options, onChange, ...rest }: Props<Value>) {
  const field = useField()
  return (
    <span className="select">
      <select {...field} {...rest} className="input" onChange={(event) => onChange(event.target.value as Value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  )
}
