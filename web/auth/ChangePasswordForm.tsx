import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changePassword } from '#contract/auth/auth.ts'
import { Refusal } from '#core/refusal.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { PasswordInput } from './PasswordInput.tsx'
import { shortestPassword } from './password-rule.ts'

/** Changes the password, after checking the current one. */
export function ChangePasswordForm() {
  const { t, has } = useText()
  const say = useToast()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [isChecked, setChecked] = useState(false)
  const change = useMutation({
    ...mutation(changePassword),
    onSuccess: () => {
      say({ text: t('auth.account.passwordChanged') })
      setCurrent('')
      setNext('')
      setChecked(false)
    },
  })
  const isShort = next.length < shortestPassword
  const isProof = change.error instanceof Refusal && change.error.code === 'wrong_credentials'
  const sentence = change.error && sentenceOf(change.error, { t, has })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (current !== '' && !isShort) change.mutate({ body: { current, next } })
  }
  return (
    <form className="form" onSubmit={send} noValidate>
      <Field
        label={t('auth.account.currentPassword')}
        error={isChecked && current === '' ? t('auth.door.missing') : isProof ? t('auth.account.wrongCurrent') : null}
        required
      >
        <PasswordInput name="current" kind="current" value={current} onChange={setCurrent} />
      </Field>
      <Field
        label={t('auth.account.nextPassword')}
        hint={t('auth.door.passwordRule')}
        error={isChecked && isShort ? t('refusal.password_too_short') : isProof ? null : sentence}
        required
      >
        <PasswordInput name="next" kind="new" value={next} onChange={setNext} />
      </Field>
      <div className="form__end">
        <Button type="submit" busy={change.isPending}>
          {t('auth.account.changePassword')}
        </Button>
        <p className="small muted">{t('auth.account.endsOthers')}</p>
      </div>
    </form>
  )
}
