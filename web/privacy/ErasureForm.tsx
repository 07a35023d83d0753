import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Sent } from '#contract/endpoint.ts'
import { eraseStudents, erasureKinds, previewErasure } from '#contract/privacy/privacy.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { ErasurePreview } from './ErasurePreview.tsx'
import { useRefreshRetention } from './use-refresh-retention.ts'

type Who = Sent<typeof previewErasure>['body']['who']
type How = (typeof erasureKinds)[number]
type Props = { courseId: string; who: Who; reason: string | undefined }

/** Erases a student in steps: choose the kind, preview, give a reason, confirm. It cannot be undone. */
export function ErasureForm({ courseId, who, reason }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const refresh = useRefreshRetention()
  const [how, setHow] = useState<How>('anonymise')
  const [why, setWhy] = useState('')
  const [typed, setTyped] = useState('')
  const params = { courseId }
  const preview = useMutation(mutation(previewErasure))
  const erase = useMutation({
    ...mutation(eraseStudents),
    onSuccess: ({ count }) => {
      preview.reset()
      refresh()
      say({ text: t(`privacy.erasure.done.${how}`, { count }) })
    },
  })
  const plan = preview.data
  const choose = (next: How) => {
    setHow(next)
    preview.reset()
    erase.reset()
  }
  const isKept = how === 'erase' && plan !== undefined && (plan.marksKeptUntil !== null || plan.areMarksKeptForEver)
  const missing =
    plan && (why.trim() === '' || typed.trim() !== plan.confirmation) ? t('privacy.erasure.missing') : undefined
  const error = preview.error ?? erase.error
  return (
    <div className="form">
      <RadioGroup
        legend={t('privacy.erasure.how')}
        value={how}
        onChange={choose}
        options={erasureKinds.map((kind) => ({
          value: kind,
          label: t(`privacy.erasure.${kind}`),
          hint: t(`privacy.erasure.${kind}Hint`),
        }))}
      />
      {plan === undefined && (
        <div>
          <Button
            busy={preview.isPending}
            reason={reason}
            onClick={() => preview.mutate({ params, body: { who, how } })}
          >
            {t('privacy.erasure.preview')}
          </Button>
        </div>
      )}
      {plan && <ErasurePreview plan={plan} how={how} />}
      {plan && !isKept && plan.people.length > 0 && (
        <>
          <Field label={t('privacy.erasure.why')} hint={t('privacy.erasure.whyHint')} required>
            <Input maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
          </Field>
          <Field label={t('privacy.erasure.typed', { text: plan.confirmation })} required>
            <Input
              maxLength={300}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
        </>
      )}
      <Failed error={error} />
      {plan && plan.people.length > 0 && (
        <div className="form__end">
          <Button onClick={() => choose(how)}>{t('common.cancel')}</Button>
          {!isKept && (
            <Button
              variant="danger"
              busy={erase.isPending}
              reason={missing}
              onClick={() =>
                erase.mutate({
                  params,
                  body: { who, how, reason: why, confirmation: typed, fingerprint: plan.fingerprint },
                })
              }
            >
              {t(`privacy.erasure.do.${how}`, { count: plan.people.length })}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
