import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { signIn } from '#contract/auth/auth.ts'
import { mutation } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'
import { StaffText, useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { landingOf } from './landing.ts'
import { PasswordInput } from './PasswordInput.tsx'
import { SecondFactorField } from './SecondFactorField.tsx'
import { asksSecondFactor, isWrongSecondFactor } from './second-factor-asked.ts'
import { claimDrafts } from './staff-drafts.ts'
import { startAfresh, useSession } from './use-session.ts'
import './auth.css'

/** The sign-in page of staff. Anyone may open it, but its sentences are in the staff part of the text. */
export default function SignInPage() {
  return (
    <StaffText>
      <SignIn />
    </StaffText>
  )
}

function SignIn() {
  const { t } = useText()
  const [search] = useSearchParams()
  const wanted = search.get('retour')
  useSkipWhenSignedIn(wanted)
  return (
    <>
      <Page title={t('auth.door.signInTitle')} lead={t('auth.door.signInLead')} look="narrow-sheet">
        <SignInForm wanted={wanted} />
      </Page>
      <p className="door__under">
        {t('auth.door.takingExam')} <Link href={siteAt.join}>{t('auth.door.takingExamLink')}</Link>
      </p>
    </>
  )
}

function SignInForm({ wanted }: { wanted: string | null }) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  // Shown from the first refusal that requires it, until the person is signed in.
  const [isCodeAsked, setCodeAsked] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const enter = useMutation({
    ...mutation(signIn),
    onError: (error) => setCodeAsked((was) => was || asksSecondFactor(error)),
    onSuccess: async (me) => {
      if (me.kind === 'staff') claimDrafts(me.personId)
      startAfresh(queryClient)
      navigate(await landingOf(queryClient, wanted), { replace: true })
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
    <form onSubmit={send} noValidate>
      <SheetRow>
        <div className="form">
          {wanted !== null && (
            <Notice>
              <p>{t('auth.door.comeBack')}</p>
            </Notice>
          )}
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
        </div>
      </SheetRow>
    </form>
  )
}

/** Redirects a person who is already signed in to their courses. */
function useSkipWhenSignedIn(wanted: string | null) {
  const session = useSession()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  const isIn = session.data?.kind === 'staff'
  useEffect(() => {
    if (!isIn) return
    let isHere = true
    const go = async () => {
      const place = await landingOf(queryClient, wanted)
      if (isHere) navigate(place, { replace: true })
    }
    go().catch(() => undefined)
    return () => {
      isHere = false
    }
  }, [isIn, wanted, queryClient, navigate])
}
