import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type LtiPlatformView, type LtiTool, listPlatforms } from '#contract/lms/platforms.ts'
import { query } from '#web/api.ts'
import { siteAt } from '#web/student-addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { InvitePlatform } from './InvitePlatform.tsx'
import { PlatformForm } from './PlatformForm.tsx'
import { PlatformView } from './PlatformView.tsx'
import { ToolAddresses } from './ToolAddresses.tsx'

/** The learning platforms that may open Barème: what each says of itself, and what to type on the other side. */
export default function PlatformsPage() {
  const { t } = useText()
  const platforms = useQuery(query(listPlatforms, {}))
  return (
    <Page
      title={t('lms.title')}
      lead={t('lms.lead')}
      crumbs={[{ label: t('auth.door.account'), href: siteAt.account }, { label: t('lms.title') }]}
      look="sheet"
    >
      <QueryView query={platforms}>{(data) => <Platforms {...data} />}</QueryView>
    </Page>
  )
}

function Platforms({ tool, platforms }: { tool: LtiTool; platforms: readonly LtiPlatformView[] }) {
  const { t } = useText()
  return (
    <>
      {platforms.map((platform) => (
        <SheetRow key={platform.id} label={platform.name}>
          <PlatformView platform={platform} />
        </SheetRow>
      ))}
      <SheetRow label={t('lms.add.title')}>
        <div className="stack">
          {platforms.length === 0 && <p>{t('lms.none')}</p>}
          <InvitePlatform />
          <AddByHand tool={tool} />
        </div>
      </SheetRow>
    </>
  )
}

function AddByHand({ tool }: { tool: LtiTool }) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <section className="stack stack--tight">
      <h2>{t('lms.hand.title')}</h2>
      <p>{t('lms.hand.there')}</p>
      <ToolAddresses tool={tool} />
      <p>{t('lms.hand.here')}</p>
      <div>
        <Button onClick={() => setOpen(true)}>
          <Icon name="plus" />
          {t('lms.hand.add')}
        </Button>
      </div>
      {isOpen && <PlatformForm onClose={() => setOpen(false)} />}
    </section>
  )
}
