import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { type readLink, useLink as useLinkOnce } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { landingOf } from './landing.ts'
import { PasswordInput } from './PasswordInput.tsx'
import { shortestPassword } from './password-rule.ts'
import { SecondFactorField } from './SecondFactorField.tsx'
import { asksSecondFactor, isWrongSecondFactor } from './second-factor-asked.ts'
import { claimDrafts } from './staff-drafts.ts'
import { startAfresh } from './use-session.ts'

type Props = { token: string; link: Reply<typeof readLink> }

/** Asks for the name, address and password that the account does not have yet. */
export function LinkForm({ token, link }: Props) {
  const { t, has } = useText()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  // Shown from the first refusal that requires it, until the person is signed in.
  const [isCodeAsked, setCodeAsked] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const enter = useMutation({
    ...mutation(useLinkOnce),
    onError: (error) => setCodeAsked((was) => was || asksSecondFactor(error)),
    onSuccess: async (me) => {
      if (me.kind === 'staff') claimDrafts(me.personId)
      startAfresh(queryClient)
      navigate(await landingOf(queryClient, null), { replace: true })
    },
  })
  const asksName = link.name === null && !link.hasPassword
  const asksEmail = link.email === null
  const isShort = !link.hasPassword && password.length < shortestPassword
  const faults = {
    name: asksName && name.trim() === '' ? t('auth.door.missing') : null,
    email: asksEmail && !/^\S+@\S+\.\S+$/.test(email.trim()) ? t('auth.door.badEmail') : null,
    password:
      isShort || password === '' ? t(link.hasPassword ? 'auth.door.missing' : 'refusal.password_too_short') : null,
  }
  const shown = (fault: string | null) => (isChecked ? fault : null)
  const refusal = (field: 'email' | 'password') =>
    enter.error && fieldOf(enter.error) === field ? sentenceOf(enter.error, { t, has }) : null
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (faults.name || faults.email || faults.password) return
    enter.mutate({
      body: {
        ...{ token, password },
        ...(asksName ? { name } : {}),
        ...(asksEmail ? { email: email.trim() } : {}),
        ...(code.trim() === '' ? {} : { secondFactor: code }),
      },
    })
  }
  return (
    <form onSubmit={send} noValidate>
      <SheetRow>
        <div className="form">
          {!asksEmail && <Facts facts={[[t('auth.door.email'), link.email]]} />}
          {asksName && (
            <Field label={t('auth.door.name')} hint={t('auth.door.nameHint')} error={shown(faults.name)} required>
              <Input
                name="name"
                autoComplete="name"
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
          )}
          {asksEmail && (
            <Field
              label={t('auth.door.email')}
              hint={t('auth.door.emailHint')}
              error={shown(faults.email) ?? refusal('email')}
              required
            >
              <Input
                type="email"
                name="email"
                autoComplete="username"
                maxLength={200}
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            </Field>
          )}
          <Field
            label={t('auth.door.password')}
            hint={link.hasPassword ? t('auth.door.ownPassword') : t('auth.door.passwordRule')}
            error={shown(faults.password) ?? refusal('password')}
            required
          >
            <PasswordInput kind={link.hasPassword ? 'current' : 'new'} value={password} onChange={setPassword} />
          </Field>
          {isCodeAsked && (
            <SecondFactorField value={code} onChange={setCode} isWrong={isWrongSecondFactor(enter.error)} />
          )}
          {enter.error && fieldOf(enter.error) === null && !asksSecondFactor(enter.error) && (
            <Failed error={enter.error} />
          )}
          <div className="form__end">
            <Button type="submit" variant="primary" size="big" busy={enter.isPending}>
              {t('auth.door.enter')}
            </Button>
          </div>
          <p className="small muted">{t('auth.door.linkOnce')}</p>
        </div>
      </SheetRow>
    </form>
  )
}

const fields: Partial<Record<RefusalCode, 'email' | 'password'>> = {
  email_taken: 'email',
  password_too_short: 'password',
  password_too_common: 'password',
  wrong_credentials: 'password',
}

function fieldOf(error: Error): 'email' | 'password' | null {
  return error instanceof Refusal ? (fields[error.code] ?? null) : null
}
