import { type FormEvent, useId, useState } from 'react'
import { reopenSheet } from '#contract/assessment/finalisation.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Textarea } from '#web/ui/Textarea.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { useAssessmentChange } from './use-assessment-change.ts'

const shortestReason = 3

/** Reopens a finalised sheet, with a required reason; the finalised version is kept. */
export function ReopenButton({ courseId, number }: { courseId: string; number: number }) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const formId = useId()
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const reopening = useAssessmentChange(reopenSheet, () => {
    setAsking(false)
    setReason('')
    say({ text: t('assessment.final.reopened') })
  })
  const isShort = reason.trim().length < shortestReason
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isShort) reopening.mutate({ params: { courseId, number }, body: { reason } })
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Icon name="edit" />
        {t('assessment.final.reopen')}
      </Button>
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('assessment.final.reopenTitle')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
            <Button
              variant="primary"
              type="submit"
              form={formId}
              busy={reopening.isPending}
              reason={isShort ? t('assessment.final.reasonNeeded') : undefined}
            >
              {t('assessment.final.reopen')}
            </Button>
          </>
        }
      >
        <form id={formId} className="form" noValidate onSubmit={submit}>
          <p>{t('assessment.final.reopenText', { number })}</p>
          <Field
            label={t('assessment.final.reason')}
            hint={t('assessment.final.reasonHint')}
            error={reopening.error && sentenceOf(reopening.error, text)}
            required
          >
            <Textarea
              data-safe
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        </form>
      </Dialog>
    </>
  )
}
