import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { type getRetention, setRetention } from '#contract/privacy/privacy.ts'
import { retentionKinds } from '#core/privacy/retention.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { useRefreshRetention } from './use-refresh-retention.ts'

type Props = { courseId: string; data: Reply<typeof getRetention>; reason: string | undefined }

const choices = [6, 12, 18, 24, 36, 60, 120] as const

/** The retention period of each kind of data, in months; saving deletes nothing. */
export function RetentionForm({ courseId, data, reason }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const refresh = useRefreshRetention()
  const [retention, setDraft] = useState(data.retention)
  const save = useMutation({
    ...mutation(setRetention),
    onSuccess: () => {
      refresh()
      say({ text: t('privacy.saved') })
    },
  })
  const isChanged = retentionKinds.some((kind) => retention[kind] !== data.retention[kind])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === undefined && isChanged) save.mutate({ params: { courseId }, body: retention })
  }
  const optionsFor = (current: number | null) => [
    ...[...new Set([...choices, ...(current === null ? [] : [current])])]
      .sort((one, other) => one - other)
      .map((months) => ({ value: String(months), label: t('privacy.months', { months }) })),
    { value: '', label: t('privacy.noEnd') },
  ]
  return (
    <form className="form" onSubmit={submit}>
      {retentionKinds.map((kind) => (
        <Field key={kind} label={t(`privacy.kind.${kind}`)} hint={t(`privacy.hint.${kind}`)}>
          <Select
            disabled={reason !== undefined}
            value={retention[kind] === null ? '' : String(retention[kind])}
            onChange={(value) => setDraft({ ...retention, [kind]: value === '' ? null : Number(value) })}
            options={optionsFor(data.retention[kind])}
          />
        </Field>
      ))}
      <p className="muted">{t('privacy.connections')}</p>
      <Failed error={save.error} />
      <div className="form__end">
        <Button
          variant="primary"
          type="submit"
          busy={save.isPending}
          reason={reason ?? (isChanged ? undefined : t('privacy.unchanged'))}
        >
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
