import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useLocation, useSearchParams } from 'wouter'
import { siteAt } from '#web/student-addresses.ts'
import { StaffText, useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { landingOf } from './landing.ts'
import { SignInFields } from './SignInFields.tsx'
import { SignOn } from './SignOn.tsx'
import { SignOnCodeForm } from './SignOnCodeForm.tsx'
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
  const mustProve = search.get('sso') === 'second_factor'
  useSkipWhenSignedIn(wanted)
  if (mustProve) return <Prove />
  return (
    <>
      <SignOn who="staff" or={t('auth.door.or')} back={wanted} />
      <Page title={t('auth.door.signInTitle')} lead={t('auth.door.signInLead')} look="narrow-sheet">
        <SignInForm wanted={wanted} />
      </Page>
      <p className="door__under">
        {t('auth.door.takingExam')} <Link href={siteAt.join}>{t('auth.door.takingExamLink')}</Link>
      </p>
    </>
  )
}

/** Named by their school, with a second factor still to give here. */
function Prove() {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  return (
    <Page title={t('auth.door.signInTitle')} lead={t('auth.door.stillFactor')} look="narrow-sheet">
      <SignOnCodeForm
        onSignedIn={async ({ back }) => {
          startAfresh(queryClient)
          navigate(await landingOf(queryClient, back), { replace: true })
        }}
      />
    </Page>
  )
}

function SignInForm({ wanted }: { wanted: string | null }) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  return (
    <SignInFields
      frame={(fields) => <SheetRow>{fields}</SheetRow>}
      onSignedIn={async () => {
        startAfresh(queryClient)
        navigate(await landingOf(queryClient, wanted), { replace: true })
      }}
      note={
        wanted !== null && (
          <Notice>
            <p>{t('auth.door.comeBack')}</p>
          </Notice>
        )
      }
    />
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
