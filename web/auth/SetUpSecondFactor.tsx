import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { confirmSecondFactor, prepareSecondFactor } from '#contract/auth/account.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Field } from '#web/ui/Field.tsx'
import { QrCode } from '#web/ui/QrCode.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { OneTimeCodeInput } from './OneTimeCodeInput.tsx'
import { PasswordInput } from './PasswordInput.tsx'
import { refreshSecondFactor } from './use-session.ts'

type Key = Reply<typeof prepareSecondFactor>
type Props = { onCodes: (codes: readonly string[]) => void }

/** Sets up the second factor: the password, the key to scan, then a first code to check the authenticator. */
export function SetUpSecondFactor({ onCodes }: Props) {
  const { t } = useText()
  const [key, setKey] = useState<Key | null>(null)
  return key === null ? (
    <SheetRow label={t('auth.factor.setUp')}>
      <AskPassword onKey={setKey} />
    </SheetRow>
  ) : (
    <>
      <SheetRow label={t('auth.factor.scan')}>
        <KeyView keyToScan={key} />
      </SheetRow>
      <SheetRow label={t('auth.factor.confirm')}>
        <ConfirmForm onCodes={onCodes} />
      </SheetRow>
    </>
  )
}

function AskPassword({ onKey }: { onKey: (key: Key) => void }) {
  const { t, has } = useText()
  const [password, setPassword] = useState('')
  const [isChecked, setChecked] = useState(false)
  const prepare = useMutation({ ...mutation(prepareSecondFactor), onSuccess: onKey })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (password !== '') prepare.mutate({ body: { password } })
  }
  const missing = isChecked && password === '' ? t('auth.door.missing') : null
  return (
    <form className="form" onSubmit={send} noValidate>
      <p>{t('auth.factor.what')}</p>
      <Field
        label={t('auth.account.currentPassword')}
        error={missing ?? (prepare.error && wrongPassword(prepare.error, { t, has }))}
        required
      >
        <PasswordInput kind="current" value={password} onChange={setPassword} />
      </Field>
      <div className="form__end">
        <Button type="submit" variant="primary" busy={prepare.isPending}>
          {t('auth.factor.begin')}
        </Button>
      </div>
    </form>
  )
}

type Speak = Pick<ReturnType<typeof useText>, 't' | 'has'>

/** Here only the password was asked, so the sentence does not mention the address. */
export function wrongPassword(error: Error, { t, has }: Speak): string {
  if ('code' in error && error.code === 'wrong_credentials') return t('auth.account.wrongCurrent')
  return sentenceOf(error, { t, has })
}

function KeyView({ keyToScan: { key, address } }: { keyToScan: Key }) {
  const { t } = useText()
  const spaced = key.match(/.{1,4}/g)?.join(' ') ?? key
  return (
    <div className="form">
      <p>{t('auth.factor.scanText')}</p>
      <div className="factor__qr">
        <QrCode text={address} label={t('auth.factor.qr')} />
      </div>
      <p>{t('auth.factor.byHand')}</p>
      <p className="once__link" translate="no">
        {spaced}
      </p>
      <CopyButton text={key} label={t('auth.factor.copyKey')} />
    </div>
  )
}

function ConfirmForm({ onCodes }: Props) {
  const { t, has } = useText()
  const queryClient = useQueryClient()
  const [code, setCode] = useState('')
  const [isChecked, setChecked] = useState(false)
  const confirm = useMutation({
    ...mutation(confirmSecondFactor),
    onSuccess: async ({ recoveryCodes }) => {
      onCodes(recoveryCodes)
      await refreshSecondFactor(queryClient)
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (code.trim() !== '') confirm.mutate({ body: { code } })
  }
  const missing = isChecked && code.trim() === '' ? t('auth.door.missing') : null
  return (
    <form className="form" onSubmit={send} noValidate>
      <Field
        label={t('auth.factor.code')}
        hint={t('auth.factor.codeHint')}
        error={missing ?? (confirm.error && sentenceOf(confirm.error, { t, has }))}
        required
      >
        <OneTimeCodeInput value={code} onChange={setCode} />
      </Field>
      <div className="form__end">
        <Button type="submit" variant="primary" busy={confirm.isPending}>
          {t('auth.factor.turnOn')}
        </Button>
        <p className="small muted">{t('auth.factor.endsOthers')}</p>
      </div>
    </form>
  )
}
