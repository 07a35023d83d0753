import { type FormEvent, useState } from 'react'
import { addPlatform, changePlatform, type LtiPlatformView, listPlatforms } from '#contract/lms/platforms.ts'
import { Refusal } from '#core/refusal.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { useChange } from '#web/use-change.ts'

const singles = ['name', 'issuer', 'clientId', 'authorizationUrl', 'jwksUrl', 'tokenUrl'] as const
type Single = (typeof singles)[number]
type Typed = Record<Single | 'deploymentIds' | 'frameOrigins', string>

type Props = { platform?: LtiPlatformView; onClose: () => void }

/** What the platform says of itself, as its administrator reads it there. */
export function PlatformForm({ platform, onClose }: Props) {
  const { t } = useText()
  const [typed, setTyped] = useState<Typed>(() => typedOf(platform))
  const [isChecked, setChecked] = useState(false)
  const add = useChange(addPlatform, { readers: [listPlatforms], onDone: onClose })
  const change = useChange(changePlatform, { readers: [listPlatforms], onDone: onClose })
  const { error, isPending } = platform ? change : add
  const missing = (name: Single) => isChecked && typed[name].trim() === ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (singles.some((name) => typed[name].trim() === '')) return
    const body = bodyOf(typed)
    if (!platform) return add.mutate({ body })
    change.mutate({ params: { platformId: platform.id }, body: { ...body, isActive: platform.state === 'active' } })
  }
  const fieldOf = (name: Single) => {
    const refused = errorOf(error, typed[name], name)
    return (
      <Field
        key={name}
        label={t(`lms.field.${name}`)}
        hint={t(`lms.hint.${name}`)}
        error={missing(name) ? t('lms.missing') : refused && t(refused)}
        required
      >
        <Input
          data-safe={name === 'name'}
          maxLength={1_000}
          spellCheck={false}
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
        />
      </Field>
    )
  }
  const linesOf = (name: 'deploymentIds' | 'frameOrigins') => (
    <Field label={t(`lms.field.${name}`)} hint={t(`lms.hint.${name}`)} optional={name === 'frameOrigins'}>
      <Textarea
        rows={2}
        spellCheck={false}
        value={typed[name]}
        onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      />
    </Field>
  )
  const actions = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" type="submit" form="lms-platform" busy={isPending}>
        {t(platform ? 'lms.save' : 'lms.hand.add')}
      </Button>
    </>
  )
  const isOfField = singles.some((name) => errorOf(error, typed[name], name))
  return (
    <Dialog open onClose={onClose} title={t(platform ? 'lms.editTitle' : 'lms.hand.title')} wide actions={actions}>
      <form id="lms-platform" className="form" onSubmit={send} noValidate>
        {singles.map(fieldOf)}
        {linesOf('deploymentIds')}
        {linesOf('frameOrigins')}
        {error && !isOfField && <Failed error={error} />}
      </form>
    </Dialog>
  )
}

/** The refusal that belongs below this field. */
function errorOf(error: Error | null, typed: string, name: Single) {
  if (!(error instanceof Refusal)) return null
  if (error.code === 'name_taken' && name === 'clientId') return 'lms.taken' as const
  const { address } = (error.details ?? {}) as { address?: string }
  const isThis = error.code === 'lms_address_refused' && address === typed.trim() && name !== 'issuer'
  return isThis ? ('refusal.lms_address_refused' as const) : null
}

const linesIn = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

function typedOf(platform: LtiPlatformView | undefined): Typed {
  const empty = { name: '', issuer: '', clientId: '', authorizationUrl: '', jwksUrl: '', tokenUrl: '' }
  const { name, issuer, clientId, authorizationUrl, jwksUrl, tokenUrl } = platform ?? empty
  return {
    ...{ name, issuer, clientId, authorizationUrl, jwksUrl, tokenUrl },
    deploymentIds: platform?.deploymentIds.join('\n') ?? '',
    frameOrigins: platform?.frameOrigins.join('\n') ?? '',
  }
}

function bodyOf(typed: Typed) {
  const [name, issuer, clientId, authorizationUrl, jwksUrl, tokenUrl] = singles.map((one) => typed[one].trim()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    ...{ name, issuer, clientId, authorizationUrl, jwksUrl, tokenUrl },
    deploymentIds: linesIn(typed.deploymentIds),
    frameOrigins: linesIn(typed.frameOrigins),
  }
}
