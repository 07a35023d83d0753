import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { giveMemberLink } from '#contract/auth/auth.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { OneTimeLink } from './OneTimeLink.tsx'
import { useMail } from './use-mail.ts'

type Props = { courseId: string; member: { personId: string; name: string; email: string; hasSecondFactor: boolean } }

/** Makes a link with which a colleague who lost their password chooses a new one. */
export function GiveLink({ courseId, member: { personId, name, email, hasSecondFactor } }: Props) {
  const { t } = useText()
  const [isAsked, setAsked] = useState(false)
  const { isOn } = useMail(courseId)
  const [isSent, setSent] = useState(true)
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
        <Dialog
          open={isAsked}
          onClose={leave}
          title={t('auth.team.newLinkMade', { name })}
          wide
          actions={
            <Button variant="primary" onClick={leave}>
              {t('auth.team.linkDone')}
            </Button>
          }
        >
          <OneTimeLink {...{ courseId, ...give.data, email, name }} kind="new_link" isSent={isOn && isSent} />
        </Dialog>
      ) : (
        <ConfirmDialog
          open={isAsked}
          onClose={leave}
          onConfirm={() => give.mutate({ params: { courseId, personId }, body: { send: isOn && isSent } })}
          title={t('auth.team.newLinkTitle', { name })}
          confirm={t('auth.team.makeLink')}
          busy={give.isPending}
          error={give.error && <Failed error={give.error} />}
        >
          <p>{t('auth.team.newLinkText')}</p>
          <p>{t(hasSecondFactor ? 'auth.team.newLinkFactor' : 'auth.team.newLinkNoFactor')}</p>
          {isOn && (
            <Checkbox
              label={t('auth.mail.sendLink')}
              hint={t('auth.mail.sendLinkHint')}
              checked={isSent}
              onChange={(event) => setSent(event.target.checked)}
            />
          )}
        </ConfirmDialog>
      )}
    </>
  )
}
