import type { ComponentProps } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { OneTimeLink } from './OneTimeLink.tsx'

type Props = ComponentProps<typeof OneTimeLink> & { open: boolean; onClose: () => void; title: string }

/** Shows a link that was just made, until its maker says that they have it. */
export function OneTimeLinkDialog({ open, onClose, title, ...link }: Props) {
  const { t } = useText()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      wide
      actions={
        <Button variant="primary" onClick={onClose}>
          {t('auth.team.linkDone')}
        </Button>
      }
    >
      <OneTimeLink {...link} />
    </Dialog>
  )
}
