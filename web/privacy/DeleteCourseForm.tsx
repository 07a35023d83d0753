import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { listCourses } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { deleteCourse, previewCourseDeletion } from '#contract/privacy/course-end.ts'
import { at } from '#web/addresses.ts'
import { call, mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { useToast } from '#web/ui/use-toast.ts'

/** Deletes a course in steps: what would go, a reason, its title typed. It cannot be undone. */
export function DeleteCourseForm({ courseId, reason }: { courseId: string; reason: string | undefined }) {
  const { t } = useText()
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [why, setWhy] = useState('')
  const [typed, setTyped] = useState('')
  const preview = useMutation({ mutationFn: () => call(previewCourseDeletion, { params: { courseId } }) })
  const remove = useMutation({
    ...mutation(deleteCourse),
    onSuccess: async () => {
      navigate(at.courses)
      say({ text: t('privacy.nextYear.delete.done') })
      await client.invalidateQueries({ queryKey: [listCourses.path] })
    },
  })
  const plan = preview.data
  const isKept = plan !== undefined && (plan.keptUntil !== null || plan.isKeptForEver)
  const missing =
    plan && (why.trim() === '' || typed.trim() !== plan.confirmation) ? t('privacy.nextYear.delete.missing') : undefined
  const forget = () => {
    preview.reset()
    remove.reset()
  }
  return (
    <div className="form">
      <p>{t('privacy.nextYear.delete.text')}</p>
      {plan === undefined && (
        <div>
          <Button busy={preview.isPending} reason={reason} onClick={() => preview.mutate()}>
            {t('privacy.nextYear.delete.preview')}
          </Button>
        </div>
      )}
      {plan && <DeletionPreview plan={plan} />}
      {plan && !isKept && (
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
      <Failed error={preview.error ?? remove.error} />
      {plan && (
        <div className="form__end">
          <Button onClick={forget}>{t('common.cancel')}</Button>
          {!isKept && (
            <Button
              variant="danger"
              busy={remove.isPending}
              reason={missing}
              onClick={() =>
                remove.mutate({
                  params: { courseId },
                  body: { reason: why, confirmation: typed, fingerprint: plan.fingerprint },
                })
              }
            >
              {t('privacy.nextYear.delete.go')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** What goes with the course, what stays, and what the retention periods still keep. */
function DeletionPreview({ plan }: { plan: Reply<typeof previewCourseDeletion> }) {
  const { t, date } = useText()
  const { counts, keptUntil, isKeptForEver, isFromFiles } = plan
  return (
    <div className="stack stack--tight" role="status">
      <Facts
        facts={[
          [t('privacy.nextYear.delete.people'), t('privacy.nextYear.delete.peopleCounts', counts)],
          [t('privacy.nextYear.delete.content'), t('privacy.nextYear.delete.contentCounts', counts)],
          [t('privacy.nextYear.delete.work'), t('privacy.nextYear.delete.workCounts', counts)],
        ]}
      />
      {isFromFiles && (
        <Notice>
          <p>{t('privacy.nextYear.delete.fromFiles')}</p>
        </Notice>
      )}
      <Notice tone="warn">
        <p>
          {isKeptForEver
            ? t('privacy.nextYear.delete.keptForEver')
            : keptUntil === null
              ? t('privacy.nextYear.delete.forGood')
              : t('privacy.nextYear.delete.keptUntil', { date: date(keptUntil) })}
        </p>
      </Notice>
    </div>
  )
}
