import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { proveSignOn } from '#contract/auth/sign-on.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { SecondFactorField } from './SecondFactorField.tsx'
import { isWrongSecondFactor } from './second-factor-asked.ts'
import { claimDrafts } from './staff-drafts.ts'

/** The second factor of somebody whom their school has just named. */
export function SignOnCodeForm({
  onSignedIn,
}: {
  onSignedIn: (reply: Reply<typeof proveSignOn>) => void | Promise<void>
}) {
  const { t } = useText()
  const [code, setCode] = useState('')
  const prove = useMutation({
    ...mutation(proveSignOn),
    onSuccess: (reply) => {
      if (reply.session.kind === 'staff') claimDrafts(reply.session.personId)
      return onSignedIn(reply)
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() !== '') prove.mutate({ body: { secondFactor: code } })
  }
  return (
    <form onSubmit={send} noValidate data-no-save>
      <SheetRow>
        <div className="form">
          <SecondFactorField value={code} onChange={setCode} isWrong={isWrongSecondFactor(prove.error)} />
          {prove.error && !isWrongSecondFactor(prove.error) && <Failed error={prove.error} />}
          <div className="form__end">
            <Button type="submit" variant="primary" size="big" busy={prove.isPending}>
              {t('auth.door.signIn')}
            </Button>
          </div>
        </div>
      </SheetRow>
    </form>
  )
}
