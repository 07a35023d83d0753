import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import type { SentLink } from './use-sent-link.ts'

/** Lets the maker of a link keep the platform from sending it; nothing when it sends none. */
export function SentLinkBox({ sent: { isOn, isSent, change } }: { sent: SentLink }) {
  const { t } = useText()
  if (!isOn) return null
  return (
    <Checkbox
      label={t('auth.mail.sendLink')}
      hint={t('auth.mail.sendLinkHint')}
      checked={isSent}
      onChange={(event) => change(event.target.checked)}
    />
  )
}
