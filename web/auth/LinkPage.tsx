import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { readLink } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { query } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'
import { StaffText, useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { LinkForm } from './LinkForm.tsx'
import './auth.css'

/** Opens an invitation or reset link, which works once. */
export default function LinkPage() {
  return (
    <StaffText>
      <StaffLink />
    </StaffText>
  )
}

function StaffLink() {
  const { t } = useText()
  const token = useFragment()
  const link = useQuery({
    ...query(readLink, { body: { token } }),
    enabled: token !== '',
    staleTime: Infinity,
    retry: false,
  })
  const title = link.data ? titleOf(link.data, t) : t('auth.door.linkTitle')
  return (
    <Page title={title} lead={link.data && leadOf(link.data, t)} look="narrow-sheet">
      {token === '' ? (
        <Unusable />
      ) : (
        <QueryView query={link.error instanceof Refusal ? { ...link, error: null, data: null } : link}>
          {(data) => (data === null ? <Unusable /> : <LinkForm token={token} link={data} />)}
        </QueryView>
      )}
    </Page>
  )
}

function Unusable() {
  const { t } = useText()
  return (
    <SheetRow>
      <div className="form">
        <Notice tone="bad" live="status">
          <p>{t('refusal.link_unusable')}</p>
        </Notice>
        <div>
          <LinkButton href={siteAt.signIn}>{t('auth.door.toSignIn')}</LinkButton>
        </div>
      </div>
    </SheetRow>
  )
}

/**
 * The token in the URL fragment, removed from the URL once read so that it stays neither on screen nor in the history.
 */
function useFragment(): string {
  const [token, setToken] = useState(() => location.hash.slice(1))
  useEffect(() => {
    const take = () => {
      if (location.hash.length < 2) return
      setToken(location.hash.slice(1))
      history.replaceState(history.state, '', location.pathname + location.search)
    }
    take()
    // Another link pasted in the same tab changes the fragment without loading the page again.
    addEventListener('hashchange', take)
    return () => removeEventListener('hashchange', take)
  }, [])
  return token
}

type Speak = ReturnType<typeof useText>['t']

function titleOf({ purpose, courseTitle }: Reply<typeof readLink>, t: Speak): string {
  switch (purpose) {
    case 'first_trainer':
      return t('auth.door.welcome')
    case 'invitation':
      return t('auth.door.invited', { course: courseTitle })
    case 'sign_in':
      return t('auth.door.newPassword')
  }
}

function leadOf({ purpose, role, hasPassword }: Reply<typeof readLink>, t: Speak): string {
  switch (purpose) {
    case 'first_trainer':
      return t('auth.door.welcomeLead')
    case 'invitation':
      return t(hasPassword ? 'auth.door.invitedKnown' : 'auth.door.invitedNew', { role: role ?? '' })
    case 'sign_in':
      return t('auth.door.newPasswordLead')
  }
}
