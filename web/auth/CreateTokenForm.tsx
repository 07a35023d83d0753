import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createToken, listTokens } from '#contract/auth/api-tokens.ts'
import { listCourses } from '#contract/auth/auth.ts'
import { type ApiScope, apiScopes } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { PasswordInput } from './PasswordInput.tsx'
import { SecondFactorField } from './SecondFactorField.tsx'
import { wrongPassword } from './SetUpSecondFactor.tsx'
import { asksSecondFactor, isWrongSecondFactor } from './second-factor-asked.ts'

type Props = { open: boolean; onClose: () => void }
const durations = [7, 30, 90, 180, 366] as const
const everyCourse = ''

/** Makes a token for a script, after proof of the password; shows it once. */
export function CreateTokenForm({ open, onClose }: Props) {
  const { t, has, date } = useText()
  const queryClient = useQueryClient()
  const courses = useQuery({ ...query(listCourses, {}), enabled: open })
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly ApiScope[]>([])
  const [courseId, setCourseId] = useState(everyCourse)
  const [days, setDays] = useState<number>(30)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isCodeAsked, setCodeAsked] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const create = useMutation({
    ...mutation(createToken),
    onError: (error) => setCodeAsked((was) => was || asksSecondFactor(error)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [listTokens.path] }),
  })
  const missing = (value: string) => (isChecked && value.trim() === '' ? t('auth.door.missing') : null)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (name.trim() === '' || password === '' || scopes.length === 0) return
    create.mutate({
      body: {
        ...{ name: name.trim(), scopes: [...scopes], days, password },
        courseId: courseId === everyCourse ? null : courseId,
        ...(code.trim() === '' ? {} : { secondFactor: code }),
      },
    })
  }
  if (create.data) {
    const { token, expiresAt } = create.data
    return (
      <Dialog
        open={open}
        onClose={onClose}
        title={t('auth.tokens.made')}
        wide
        actions={
          <Button variant="primary" onClick={onClose}>
            {t('auth.tokens.done')}
          </Button>
        }
      >
        <div className="once">
          <p>{t('auth.tokens.once', { date: date(expiresAt) })}</p>
          <p className="once__link">{token}</p>
          <CopyButton text={token} label={t('auth.tokens.copy')} size="normal" />
        </div>
      </Dialog>
    )
  }
  const is = (wanted: string) => create.error instanceof Refusal && create.error.code === wanted
  const isOfField = is('wrong_credentials') || is('name_taken') || (create.error && asksSecondFactor(create.error))
  const actions = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" type="submit" form="token" busy={create.isPending}>
        {t('auth.tokens.create')}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={onClose} title={t('auth.tokens.create')} actions={actions}>
      <form id="token" className="form" onSubmit={send} noValidate>
        <Field
          label={t('auth.tokens.name')}
          hint={t('auth.tokens.nameHint')}
          error={missing(name) ?? (is('name_taken') ? t('refusal.name_taken') : null)}
          required
        >
          <Input data-safe maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field
          as="group"
          label={t('auth.tokens.scopes')}
          error={isChecked && scopes.length === 0 ? t('auth.tokens.noScope') : null}
        >
          {apiScopes.map((scope) => (
            <Checkbox
              key={scope}
              label={t(`auth.tokens.scope.${scope}`)}
              hint={t(`auth.tokens.scopeHint.${scope}`)}
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
              }
            />
          ))}
        </Field>
        <Field label={t('auth.tokens.course')}>
          <Select
            value={courseId}
            onChange={setCourseId}
            options={[
              { value: everyCourse, label: t('auth.tokens.everyCourse') },
              ...(courses.data?.courses ?? []).map(({ id, title, year }) => ({
                value: id,
                label: year ? `${title} (${year})` : title,
              })),
            ]}
          />
        </Field>
        <Field label={t('auth.tokens.days')}>
          <Select
            value={String(days)}
            onChange={(value) => setDays(Number(value))}
            options={durations.map((count) => ({ value: String(count), label: t('auth.tokens.daysOf', { count }) }))}
          />
        </Field>
        <Field
          label={t('auth.account.currentPassword')}
          error={
            missing(password) ?? (is('wrong_credentials') ? wrongPassword(create.error as Error, { t, has }) : null)
          }
          required
        >
          <PasswordInput kind="current" value={password} onChange={setPassword} />
        </Field>
        {isCodeAsked && (
          <SecondFactorField value={code} onChange={setCode} isWrong={isWrongSecondFactor(create.error)} />
        )}
        {create.error && !isOfField && <Failed error={create.error} />}
      </form>
    </Dialog>
  )
}
