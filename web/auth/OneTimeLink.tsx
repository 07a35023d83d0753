import { isLoopback } from '#core/site-address.ts'
import { useText } from '#web/text/text.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StudentAddressForm } from './StudentAddressForm.tsx'
import { useStudentAddress } from './use-student-address.ts'

type Props = { courseId: string; link: string; expiresAt: string; email: string }

/** A link that was just made, shown once and sent by the person who made it. */
export function OneTimeLink({ courseId, link: made, expiresAt, email }: Props) {
  const { t, dateTime } = useText()
  const address = useStudentAddress(courseId)
  // Made at an address of this computer only, it takes the one that was given since.
  const isLocal = isLoopback(new URL(made).hostname)
  const link = isLocal && address.origin ? made.replace(new URL(made).origin, address.origin) : made
  return (
    <div className="once">
      <p>{t('auth.team.linkText', { email, date: dateTime(expiresAt) })}</p>
      {isLocal && address.data && address.origin === null && (
        <Notice tone="warn">
          <p>{t('auth.address.unknownLink')}</p>
          <StudentAddressForm {...{ courseId, address: address.data }} />
        </Notice>
      )}
      <p className="once__link">{link}</p>
      <CopyButton text={link} label={t('auth.team.linkCopy')} size="normal" />
    </div>
  )
}
