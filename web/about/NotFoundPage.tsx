import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'

/** Shown for an address that matches no route. */
export default function NotFoundPage() {
  const { t } = useText()
  return (
    <Page title={t('ui.notFoundTitle')} look="narrow-sheet">
      <SheetRow>
        <p>{t('ui.notFoundText')}</p>
        <div className="form__end">
          <LinkButton href={siteAt.join} variant="primary">
            {t('ui.home')}
          </LinkButton>
        </div>
      </SheetRow>
    </Page>
  )
}
