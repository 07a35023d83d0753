import { useEffect } from 'react'
import { discardKeptCopies } from '#web/attempts/open-sittings.ts'
import { SignOn } from '#web/auth/SignOn.tsx'
import { MoreText, useText } from '#web/text/text.tsx'

type Props = { back?: string | null; onReturn?: (() => void) | undefined }

/** The buttons of the school on a page of students, with their sentences. */
export const SchoolSignOn = (props: Props) => (
  <MoreText part="school">
    <Buttons {...props} />
  </MoreText>
)

function Buttons({ back = null, onReturn }: Props) {
  const { t } = useText()
  useEffect(() => {
    if (!onReturn) return
    addEventListener('focus', onReturn)
    return () => removeEventListener('focus', onReturn)
  }, [onReturn])
  const said = { who: 'students', or: t('attempts.school.or') } as const
  return onReturn ? (
    <SignOn {...said} back={null} newTab={t('attempts.school.newTab')} />
  ) : (
    <SignOn {...said} back={back} onLeave={discardKeptCopies} />
  )
}
