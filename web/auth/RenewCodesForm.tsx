import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { renewRecoveryCodes } from '#contract/auth/account.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { OneTimeCodeInput } from './OneTimeCodeInput.tsx'
import { refreshSecondFactor } from './use-session.ts'

/** Replaces the ten recovery codes, after checking a code of the authenticator. */
export function RenewCodesForm({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const { t, has } = useText()
  const queryClient = useQueryClient()
  const [code, setCode] = useState('')
  const [isChecked, setChecked] = useState(false)
  const renew = useMutation({
    ...mutation(renewRecoveryCodes),
    onSuccess: async ({ recoveryCodes }) => {
      onCodes(recoveryCodes)
      await refreshSecondFactor(queryClient)
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (code.trim() !== '') renew.mutate({ body: { code } })
  }
  const missing = isChecked && code.trim() === '' ? t('auth.door.missing') : null
  return (
    <form className="form" onSubmit={send} noValidate>
      <p>{t('auth.factor.renewText')}</p>
      <Field
        label={t('auth.factor.code')}
        error={missing ?? (renew.error && sentenceOf(renew.error, { t, has }))}
        required
      >
        <OneTimeCodeInput value={code} onChange={setCode} />
      </Field>
      <div className="form__end">
        <Button type="submit" busy={renew.isPending}>
          {t('auth.factor.renew')}
        </Button>
      </div>
    </form>
  )
}
