import type { ChangeEvent, Ref } from 'react'
import { Input } from '#web/ui/Input.tsx'
import { bareCode, shownCode } from './typed-code.ts'

type Props = {
  name: string
  length: number
  /** The length limit when the code of another field may be typed here; the caller moves it to its field. */
  longest?: number
  value: string
  onChange: (value: string) => void
  autoFocus?: boolean
  ref?: Ref<HTMLInputElement>
}

/**
 * One cell per character. Accepts a pasted code with or without its hyphen, spaces or lower case, and never reformats
 * while deleting.
 */
export function CodeInput({ length, longest = length, value, onChange, ...rest }: Props) {
  const read = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const typed = target.value
    const isAtEnd = target.selectionStart === typed.length
    const isShorter = bareCode(typed).length < bareCode(value).length || typed.length < value.length
    onChange(isAtEnd && !isShorter ? shownCode(typed, length, longest) : typed.toUpperCase())
  }
  return (
    <Input
      {...rest}
      cells={length + 1}
      maxLength={40}
      value={value}
      onChange={read}
      onBlur={() => onChange(shownCode(value, length, longest))}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="go"
      translate="no"
    />
  )
}
