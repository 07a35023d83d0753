import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { listCourses, signOutEverywhere } from '#contract/auth/auth.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { ChangePasswordForm } from './ChangePasswordForm.tsx'
import { DisplayForm } from './DisplayForm.tsx'
import { discardDrafts } from './staff-drafts.ts'
import { secondFactorPath, startAfresh, useSession } from './use-session.ts'
import './auth.css'

/** The settings that staff can change on their own account. */
export default function AccountPage() {
  const { t } = useText()
  const session = useSession()
  const courses = useQuery(query(listCourses, {}))
  const ownsCourse = courses.data?.courses.some(({ role }) => role === 'owner')
  const me = session.data?.kind === 'staff' ? session.data : null
  return (
    <Page title={t('auth.door.account')} look="sheet">
      <SheetRow label={t('auth.account.identity')}>
        <Facts
          facts={[
            [t('auth.door.name'), me?.name],
            [t('auth.door.email'), me?.email],
          ]}
        />
      </SheetRow>
      <SheetRow label={t('auth.door.password')}>
        <ChangePasswordForm />
      </SheetRow>
      <SheetRow label={t('ui.display')}>
        <DisplayForm />
      </SheetRow>
      <SheetRow label={t('auth.factor.title')}>
        <div className="form">
          <p>{t('auth.factor.lead')}</p>
          <div>
            <LinkButton href={secondFactorPath}>{t('auth.factor.open')}</LinkButton>
          </div>
        </div>
      </SheetRow>
      <SheetRow label={t('auth.account.sessions')}>
        <div className="stack">
          <div className="form">
            <p>{t('auth.sessions.lead')}</p>
            <div>
              <LinkButton href={siteAt.sessions}>{t('auth.sessions.title')}</LinkButton>
            </div>
          </div>
          <SignOutEverywhere />
        </div>
      </SheetRow>
      <SheetRow label={t('auth.tokens.title')}>
        <div className="form">
          <p>{t('auth.tokens.lead')}</p>
          <div>
            <LinkButton href={siteAt.tokens}>{t('auth.tokens.link')}</LinkButton>
          </div>
        </div>
      </SheetRow>
      {ownsCourse && (
        <SheetRow label={t('auth.service.title')}>
          <div className="form">
            <p>{t('auth.service.linkLead')}</p>
            <div>
              <LinkButton href={siteAt.serviceState}>{t('auth.service.link')}</LinkButton>
            </div>
          </div>
        </SheetRow>
      )}
      {ownsCourse && (
        <SheetRow label={t('lms.title')}>
          <div className="form">
            <p>{t('lms.linkLead')}</p>
            <div>
              <LinkButton href={at.platforms}>{t('lms.link')}</LinkButton>
            </div>
          </div>
        </SheetRow>
      )}
    </Page>
  )
}

function SignOutEverywhere() {
  const { t, has } = useText()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  const [isAsked, setAsked] = useState(false)
  const leave = useMutation({
    ...mutation(signOutEverywhere),
    onSuccess: () => {
      discardDrafts()
      navigate(siteAt.signIn)
      startAfresh(queryClient)
    },
  })
  return (
    <div className="form">
      <p>{t('auth.account.everywhereText')}</p>
      <div>
        <Button onClick={() => setAsked(true)}>{t('auth.account.everywhere')}</Button>
      </div>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => leave.mutate({})}
        title={t('auth.account.everywhereTitle')}
        confirm={t('auth.account.everywhere')}
        busy={leave.isPending}
        error={leave.error && <p>{sentenceOf(leave.error, { t, has })}</p>}
      >
        <p>{t('auth.account.everywhereConfirm')}</p>
      </ConfirmDialog>
    </div>
  )
}
