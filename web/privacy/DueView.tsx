import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { type getRetention, purgeable, purgeRecords } from '#contract/privacy/privacy.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ErasureForm } from './ErasureForm.tsx'
import { useRefreshRetention } from './use-refresh-retention.ts'

type Props = { courseId: string; data: Reply<typeof getRetention>; reason: string | undefined }
type Kind = (typeof purgeable)[number]

/** The data past their retention date; deletion is proposed and never automatic. */
export function DueView({ courseId, data: { due }, reason }: Props) {
  const { t } = useText()
  const kinds = purgeable.filter((kind) => due[kind].count > 0)
  if (kinds.length === 0 && due.people.count === 0) return <p>{t('privacy.due.none')}</p>
  return (
    <div className="stack">
      {due.people.count > 0 && (
        <div className="form">
          <p>{t('privacy.due.people', { count: due.people.count })}</p>
          <ErasureForm courseId={courseId} who={{ kind: 'due' }} reason={reason} />
        </div>
      )}
      {kinds.map((kind) => (
        <Forget key={kind} courseId={courseId} kind={kind} count={due[kind].count} reason={reason} />
      ))}
    </div>
  )
}

type ForgetProps = { courseId: string; kind: Kind; count: number; reason: string | undefined }

function Forget({ courseId, kind, count, reason }: ForgetProps) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const refresh = useRefreshRetention()
  const [isAsked, setAsked] = useState(false)
  const [why, setWhy] = useState('')
  const remove = useMutation({
    ...mutation(purgeRecords),
    onSuccess: ({ count: gone }) => {
      setAsked(false)
      refresh()
      say({ text: t('privacy.due.forgotten', { count: gone }) })
    },
  })
  const isReady = why.trim() !== ''
  return (
    <div className="form">
      <p>{t(`privacy.due.${kind}`, { count })}</p>
      <div>
        <Button reason={reason} onClick={() => setAsked(true)}>
          {t('privacy.due.forget')}
        </Button>
      </div>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => isReady && remove.mutate({ params: { courseId }, body: { what: kind, reason: why, count } })}
        title={t('privacy.due.forgetTitle')}
        confirm={t('privacy.due.forget')}
        kind="danger"
        busy={remove.isPending}
        error={remove.error && <p>{sentenceOf(remove.error, text)}</p>}
      >
        <p>{t(`privacy.due.${kind}Text`, { count })}</p>
        <Field label={t('privacy.erasure.why')} required>
          <Input maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </div>
  )
}
