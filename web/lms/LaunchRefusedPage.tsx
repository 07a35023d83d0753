import { useSearchParams } from 'wouter'
import { launchRefusals } from '#core/lms/launch-refusal.ts'
import { StaffText, useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'

/** Why a launch from a learning platform opened no session, and what to do. */
export default function LaunchRefusedPage() {
  return (
    <StaffText>
      <Why />
    </StaffText>
  )
}

function Why() {
  const { t } = useText()
  const [search] = useSearchParams()
  const code = launchRefusals.find((one) => one === search.get('raison')) ?? 'not_a_message'
  const detail = search.get('detail') ?? ''
  return (
    <Page title={t('lms.refused.title')} lead={t(`lms.refused.${code}`)} look="narrow-sheet">
      <SheetRow>
        <div className="stack">
          <p>{t('lms.refused.again')}</p>
          <p className="muted">
            {t('lms.refused.tell')}{' '}
            <span className="mono" translate="no">
              {code}
              {/^[\w.:/#-]{1,200}$/.test(detail) && ` ${detail}`}
            </span>
          </p>
        </div>
      </SheetRow>
    </Page>
  )
}
