import type { InputHTMLAttributes } from 'react'
import { useText } from '#web/text/text.tsx'
import { Input } from './Input.tsx'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'value' | 'onChange'> & {
  value: string
  onChange: (value: string) => void
}

/** Input for an exact number kept as text; displays and accepts a decimal comma. Put it in a Field. */
export function ExactInput({ value, onChange, ...rest }: Props) {
  const { language } = useText()
  return (
    <Input
      inputMode="decimal"
      maxLength={12}
      {...rest}
      value={language === 'fr' ? value.replace('.', ',') : value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
