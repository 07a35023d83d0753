import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { removeSecondFactor } from '#contract/auth/account.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { OneTimeCodeInput } from './OneTimeCodeInput.tsx'
import { PasswordInput } from './PasswordInput.tsx'
import { wrongPassword } from './SetUpSecondFactor.tsx'
import { refreshSecondFactor } from './use-session.ts'

/** Turns the second factor off, after checking the password and a code. */
export function RemoveSecondFactorForm() {
  const { t, has } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isChecked, setChecked] = useState(false)
  const remove = useMutation({
    ...mutation(removeSecondFactor),
    onSuccess: async () => {
      say({ text: t('auth.factor.isOff') })
      await refreshSecondFactor(queryClient)
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (password !== '' && code.trim() !== '') remove.mutate({ body: { password, code } })
  }
  const missing = (value: string) => (isChecked && value.trim() === '' ? t('auth.door.missing') : null)
  const isPassword = remove.error && 'code' in remove.error && remove.error.code === 'wrong_credentials'
  return (
    <form className="form" onSubmit={send} noValidate>
      <p>{t('auth.factor.offText')}</p>
      <Field
        label={t('auth.account.currentPassword')}
        error={missing(password) ?? (isPassword ? wrongPassword(remove.error, { t, has }) : null)}
        required
      >
        <PasswordInput kind="current" value={password} onChange={setPassword} />
      </Field>
      <Field
        label={t('auth.factor.code')}
        error={missing(code) ?? (remove.error && !isPassword ? sentenceOf(remove.error, { t, has }) : null)}
        required
      >
        <OneTimeCodeInput value={code} onChange={setCode} />
      </Field>
      <div className="form__end">
        <Button type="submit" variant="danger" busy={remove.isPending}>
          {t('auth.factor.turnOff')}
        </Button>
      </div>
    </form>
  )
}
