import { Input } from '#web/ui/Input.tsx'

type Props = { value: string; onChange: (value: string) => void }

/** The six digits of the authenticator, or a recovery code. Put it in a Field. */
export function OneTimeCodeInput({ value, onChange }: Props) {
  return (
    <Input
      mono
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
