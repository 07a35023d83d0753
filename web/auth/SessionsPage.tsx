import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { AccountEventsView } from './AccountEventsView.tsx'
import { SessionsView } from './SessionsView.tsx'

/** The sessions of the account and its recent events. */
export default function SessionsPage() {
  const { t } = useText()
  return (
    <Page
      title={t('auth.sessions.title')}
      lead={t('auth.sessions.lead')}
      crumbs={[{ label: t('auth.door.account'), href: siteAt.account }, { label: t('auth.sessions.title') }]}
    >
      <div className="stack">
        <SessionsView />
        <AccountEventsView />
      </div>
    </Page>
  )
}
