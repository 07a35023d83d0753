import { useMutation } from '@tanstack/react-query'
import { invitePlatform } from '#contract/lms/platforms.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import '#web/auth/auth.css'

/** The address with which a platform registers itself: one to copy, nothing to type. */
export function InvitePlatform() {
  const { t, dateTime } = useText()
  const invite = useMutation(mutation(invitePlatform))
  return (
    <section className="stack stack--tight">
      <h2>{t('lms.dynamic.title')}</h2>
      <p>{t('lms.dynamic.text')}</p>
      <output className="stack stack--tight">
        {invite.data && (
          <>
            <p className="once__link mono" translate="no">
              {invite.data.url}
            </p>
            <div>
              <CopyButton text={invite.data.url} label={t('lms.dynamic.copy')} size="normal" />
            </div>
            <p className="muted">{t('lms.dynamic.until', { date: dateTime(invite.data.expiresAt) })}</p>
          </>
        )}
      </output>
      {!invite.data && (
        <div>
          <Button variant="primary" busy={invite.isPending} onClick={() => invite.mutate({})}>
            {t('lms.dynamic.make')}
          </Button>
        </div>
      )}
      {invite.error && <Failed error={invite.error} />}
    </section>
  )
}
