import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { signIn } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { PasswordInput } from './PasswordInput.tsx'
import { SecondFactorField } from './SecondFactorField.tsx'
import { asksSecondFactor, isWrongSecondFactor } from './second-factor-asked.ts'
import { claimDrafts } from './staff-drafts.ts'
import './auth.css'

type Props = {
  onSignedIn: (me: Reply<typeof signIn>) => void | Promise<void>
  note?: ReactNode
  /** What stands around the fields: a row of the sheet, or nothing in a dialog. */
  frame?: (fields: ReactNode) => ReactNode
}

/** How staff sign in: e-mail address, password and, once it is asked for, the second factor. */
export function SignInFields({ onSignedIn, note, frame = (fields) => fields }: Props) {
  const { t } = useText()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  // Shown from the first refusal that requires it, until the person is signed in.
  const [isCodeAsked, setCodeAsked] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const enter = useMutation({
    ...mutation(signIn),
    onError: (error) => setCodeAsked((was) => was || asksSecondFactor(error)),
    onSuccess: (me) => {
      if (me.kind === 'staff') claimDrafts(me.personId)
      return onSignedIn(me)
    },
  })
  const missing = (value: string) => (isChecked && value.trim() === '' ? t('auth.door.missing') : null)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (email.trim() === '' || password === '') return
    enter.mutate({ body: { email, password, ...(code.trim() === '' ? {} : { secondFactor: code }) } })
  }
  return (
    <form onSubmit={send} noValidate data-no-save>
      {frame(
        <div className="form">
          {note}
          <Field label={t('auth.door.email')} error={missing(email)} required>
            <Input
              type="email"
              name="email"
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
          <Field label={t('auth.door.password')} error={missing(password)} required>
            <PasswordInput kind="current" value={password} onChange={setPassword} />
          </Field>
          {isCodeAsked && (
            <SecondFactorField value={code} onChange={setCode} isWrong={isWrongSecondFactor(enter.error)} />
          )}
          {enter.error && !asksSecondFactor(enter.error) && <Failed error={enter.error} />}
          <div className="form__end">
            <Button type="submit" variant="primary" size="big" busy={enter.isPending}>
              {t('auth.door.signIn')}
            </Button>
          </div>
          <p className="small muted">{t('auth.door.forgotten')}</p>
        </div>,
      )}
    </form>
  )
}
