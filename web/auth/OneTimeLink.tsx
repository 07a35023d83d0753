import { useQuery } from '@tanstack/react-query'
import { getCourse } from '#contract/auth/auth.ts'
import { mailtoOf, writeLetter } from '#core/letters.ts'
import { isLoopback } from '#core/site-address.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { LetterPreview } from './LetterPreview.tsx'
import { StudentAddressForm } from './StudentAddressForm.tsx'
import { useSession } from './use-session.ts'
import { useStudentAddress } from './use-student-address.ts'

type Props = {
  courseId: string
  link: string
  expiresAt: string
  email: string
  kind: 'invitation' | 'new_link'
  name?: string
  /** The platform sends it too. */
  isSent: boolean
}

/** A link that was just made, shown once and sent by the person who made it. */
export function OneTimeLink({ courseId, link: made, expiresAt, email, kind, name = '', isSent }: Props) {
  const { t, dateTime } = useText()
  const session = useSession()
  const course = useQuery(query(getCourse, { params: { courseId } }))
  const address = useStudentAddress(courseId)
  // Made at an address of this computer only, it takes the one that was given since.
  const isLocal = isLoopback(new URL(made).hostname)
  const link = isLocal && address.origin ? made.replace(new URL(made).origin, address.origin) : made
  const by = session.data?.kind === 'staff' ? session.data.name : ''
  const letter =
    course.data &&
    writeLetter({ kind, name, by, link, course: course.data.title, until: dateTime(expiresAt) }, course.data.language)
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
      <div className="cluster">
        <CopyButton text={link} label={t('auth.team.linkCopy')} size="normal" />
        {letter && !isSent && <LinkButton href={mailtoOf(email, letter)}>{t('auth.mail.ownProgram')}</LinkButton>}
      </div>
      {isSent && <p className="small muted">{t('auth.mail.linkQueued', { email })}</p>}
      {letter && <LetterPreview letter={letter} />}
    </div>
  )
}
