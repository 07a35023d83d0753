import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getSecondFactor } from '#contract/auth/account.ts'
import { query } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { RecoveryCodesView } from './RecoveryCodesView.tsx'
import { RemoveSecondFactorForm } from './RemoveSecondFactorForm.tsx'
import { RenewCodesForm } from './RenewCodesForm.tsx'
import { SetUpSecondFactor } from './SetUpSecondFactor.tsx'
import { useSession } from './use-session.ts'
import './auth.css'

/** The second factor of the account: turning it on, its recovery codes, turning it off. */
export default function SecondFactorPage() {
  const { t, date } = useText()
  const session = useSession()
  const mustSetUp = session.data?.kind === 'staff' && session.data.mustSetUpSecondFactor
  const state = useQuery(query(getSecondFactor, {}))
  // Displayed only once, so kept on screen until the person confirms having saved them.
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  return (
    <Page
      title={t('auth.factor.title')}
      lead={t('auth.factor.lead')}
      look="sheet"
      crumbs={
        mustSetUp
          ? undefined
          : [{ label: t('auth.door.account'), href: siteAt.account }, { label: t('auth.factor.title') }]
      }
    >
      {mustSetUp && codes === null && (
        <SheetRow>
          <Notice tone="warn">
            <p>{t('auth.factor.required')}</p>
          </Notice>
        </SheetRow>
      )}
      {codes !== null && <RecoveryCodesView codes={codes} onDone={() => setCodes(null)} />}
      <QueryView query={state}>
        {({ since, codesLeft, isRequired }) => {
          if (codes !== null) return null
          if (since === null) return <SetUpSecondFactor onCodes={setCodes} />
          return (
            <>
              <SheetRow label={t('auth.factor.state')}>
                <p>{t('auth.factor.since', { date: date(since) })}</p>
                <p className="muted">{t('auth.factor.codesLeft', { count: codesLeft })}</p>
              </SheetRow>
              <SheetRow label={t('auth.factor.codes')}>
                <RenewCodesForm onCodes={setCodes} />
              </SheetRow>
              <SheetRow label={t('auth.factor.off')}>
                {isRequired ? <p className="muted">{t('auth.factor.cannotTurnOff')}</p> : <RemoveSecondFactorForm />}
              </SheetRow>
            </>
          )
        }}
      </QueryView>
    </Page>
  )
}
