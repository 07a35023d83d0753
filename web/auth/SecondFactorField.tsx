import { useEffect, useRef } from 'react'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { OneTimeCodeInput } from './OneTimeCodeInput.tsx'

type Props = { value: string; onChange: (value: string) => void; isWrong: boolean }

/** Appears once the password was accepted, and takes the focus. */
export function SecondFactorField({ value, onChange, isWrong }: Props) {
  const { t } = useText()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('input')?.focus(), [])
  return (
    <div ref={place} aria-live="polite">
      <Field
        label={t('auth.factor.code')}
        hint={t('auth.factor.doorHint')}
        error={isWrong ? t('refusal.wrong_second_factor') : null}
        required
      >
        <OneTimeCodeInput value={value} onChange={onChange} />
      </Field>
    </div>
  )
}
