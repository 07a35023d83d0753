import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'

type Props = { value: string; onChange: (value: string) => void; kind: 'current' | 'new'; name?: string }

/** A password input that can show its text, useful for long passphrases. Put it in a Field. */
export function PasswordInput({ value, onChange, kind, name = 'password' }: Props) {
  const { t } = useText()
  const [isShown, setShown] = useState(false)
  return (
    <span className="password">
      <Input
        type={isShown ? 'text' : 'password'}
        name={name}
        autoComplete={kind === 'new' ? 'new-password' : 'current-password'}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={256}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <Button
        iconOnly
        aria-label={t(isShown ? 'auth.door.hidePassword' : 'auth.door.showPassword')}
        onClick={() => setShown(!isShown)}
      >
        <Icon name={isShown ? 'eye-off' : 'eye'} />
      </Button>
    </span>
  )
}
