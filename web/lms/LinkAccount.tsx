import { getLtiLaunch, type LtiLaunchView, linkLtiAccount } from '#contract/lms/launches.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { useChange } from '#web/use-change.ts'

type Props = { launchId: string; launch: LtiLaunchView }

/** The person says once that they are the same here and there. */
export function LinkAccount({ launchId, launch: { name, platform } }: Props) {
  const { t } = useText()
  const link = useChange(linkLtiAccount, { readers: [getLtiLaunch] })
  return (
    <SheetRow>
      <div className="stack">
        <p>{t('lms.launch.linkText', { name: name ?? '', platform })}</p>
        <div>
          <Button variant="primary" busy={link.isPending} onClick={() => link.mutate({ params: { launchId } })}>
            {t('lms.launch.linkAccount', { name: name ?? '' })}
          </Button>
        </div>
        {link.error && <Failed error={link.error} />}
      </div>
    </SheetRow>
  )
}
