import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { giveMemberLink } from '#contract/auth/auth.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { OneTimeLinkDialog } from './OneTimeLinkDialog.tsx'
import { SentLinkBox } from './SentLinkBox.tsx'
import { useSentLink } from './use-sent-link.ts'

type Props = { courseId: string; member: { personId: string; name: string; email: string; hasSecondFactor: boolean } }

/** Makes a link with which a colleague who lost their password chooses a new one. */
export function GiveLink({ courseId, member: { personId, name, email, hasSecondFactor } }: Props) {
  const { t } = useText()
  const [isAsked, setAsked] = useState(false)
  const sent = useSentLink(courseId)
  const give = useMutation(mutation(giveMemberLink))
  const leave = () => {
    setAsked(false)
    give.reset()
  }
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setAsked(true)}>
        {t('auth.team.newLink')}
        <span className="vh"> {name}</span>
      </Button>
      {give.data ? (
        <OneTimeLinkDialog
          {...{ courseId, ...give.data, email, name }}
          open={isAsked}
          onClose={leave}
          title={t('auth.team.newLinkMade', { name })}
          kind="new_link"
          isSent={sent.isSent}
        />
      ) : (
        <ConfirmDialog
          open={isAsked}
          onClose={leave}
          onConfirm={() => give.mutate({ params: { courseId, personId }, body: { send: sent.isSent } })}
          title={t('auth.team.newLinkTitle', { name })}
          confirm={t('auth.team.makeLink')}
          busy={give.isPending}
          error={give.error && <Failed error={give.error} />}
        >
          <p>{t('auth.team.newLinkText')}</p>
          <p>{t(hasSecondFactor ? 'auth.team.newLinkFactor' : 'auth.team.newLinkNoFactor')}</p>
          <SentLinkBox sent={sent} />
        </ConfirmDialog>
      )}
    </>
  )
}
