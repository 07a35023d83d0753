/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- the pane of a long question scrolls, so it takes the focus (WCAG 2.1.1) */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import type { Sent } from '#contract/endpoint.ts'
import { type Corrections, previewCorrection, recordCorrection } from '#contract/grading/corrections.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { call, mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ConsequencesView } from './ConsequencesView.tsx'
import { type CorrectionDraft, changeOf, firstDecision } from './correction-draft.ts'
import { DecisionForm } from './DecisionForm.tsx'
import { PolicyForm } from './PolicyForm.tsx'
import { RuledQuestionView } from './RuledQuestionView.tsx'

type Props = { courseId: string; examId: string; corrections: Corrections }
type Body = Sent<typeof previewCorrection>['body']

/**
 * Corrects the marking in three panes: the whole question, the decision, its effect; below, always in view, the reason
 * and the button. Nothing is written before it is confirmed.
 */
export function CorrectionWizard({ courseId, examId, corrections }: Props) {
  const { t, has } = useText()
  const [search] = useSearchParams()
  const [, go] = useLocation()
  const client = useQueryClient()
  const say = useToast()
  const [decision, setDecision] = useState<CorrectionDraft>(() => firstDecision(search, corrections))
  const [policy, setPolicy] = useState<Body['policy']>({ kind: 'full' })
  const [reason, setReason] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const change = changeOf(decision)
  const question =
    decision.about === 'question' ? corrections.questions.find(({ id }) => id === decision.questionId) : undefined
  const isForOne = change?.kind === 'void' || change?.kind === 'adjust'
  const body = change && { change, policy: isForOne ? ({ kind: 'full' } as const) : policy }
  const params = { courseId, examId }
  const preview = useQuery({
    queryKey: [previewCorrection.path, params, body, corrections.runs.length],
    queryFn: ({ signal }) => call(previewCorrection, { params, body: body as Body }, { signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const record = useMutation({
    ...mutation(recordCorrection),
    onSuccess: async ({ number }) => {
      setIsAsking(false)
      say({ text: t('grading.correction.done', { number }) })
      go(at.course(courseId).exam(examId).correction(number))
      // Any figure of the course may depend on these marks.
      await client.invalidateQueries()
    },
    onError: () => setIsAsking(false),
  })
  const isStale = record.error instanceof Refusal && record.error.code === 'changed_meanwhile'
  const fault = preview.error ?? record.error
  const commit = () => {
    if (!body || !preview.data) return
    record.mutate({ params, body: { ...body, reason, fingerprint: preview.data.fingerprint } })
  }
  return (
    <div className="correction">
      <section className="correction__question" aria-labelledby="asked" key={question?.id} tabIndex={0}>
        <h2 id="asked">
          {question ? t('grading.correction.asked', { position: question.position }) : t('grading.correction.question')}
        </h2>
        {question ? (
          <RuledQuestionView question={question} contexts={corrections.contexts} position={question.position} />
        ) : (
          <p className="muted">{t('grading.correction.pickQuestion')}</p>
        )}
      </section>
      <section className="correction__side" aria-labelledby="decision">
        <h2 id="decision">{t('grading.correction.decision')}</h2>
        <DecisionForm corrections={corrections} decision={decision} onChange={setDecision} />
        {!isForOne && <PolicyForm policy={policy} onChange={setPolicy} question={question} preview={preview.data} />}
      </section>
      <div className="correction__main" aria-live="polite" aria-busy={preview.isFetching}>
        {fault && (
          <Notice
            tone="warn"
            live="status"
            actions={isStale && <Button onClick={() => void client.invalidateQueries()}>{t('ui.reload')}</Button>}
          >
            <p>{faultSentence(fault, { t, has })}</p>
          </Notice>
        )}
        {body === null ? (
          <>
            <h2>{t('grading.correction.effect')}</h2>
            <p className="muted">{t('grading.correction.chooseFirst')}</p>
          </>
        ) : (
          !preview.error && (
            <QueryView query={preview}>
              {(data) => <ConsequencesView preview={data} decision={decision} corrections={corrections} />}
            </QueryView>
          )
        )}
      </div>
      <section className="correction__bar" aria-label={t('grading.correction.bar')}>
        <Field label={t('grading.correction.reason')} required>
          <Input
            value={reason}
            placeholder={t('grading.correction.reasonHint')}
            onChange={(event) => setReason(event.target.value)}
            maxLength={1000}
          />
        </Field>
        <Button
          variant="primary"
          busy={record.isPending}
          reason={whyNot({ hasBody: body !== null, preview, reason, t })}
          onClick={() => setIsAsking(true)}
        >
          {t('grading.correction.commit')}
        </Button>
        <p className="small muted">
          {t('grading.correction.creates', { number: (corrections.runs[0]?.number ?? 1) + 1 })}{' '}
          <strong>{t(`grading.correction.${corrections.releasedAt ? 'published' : 'unpublished'}`)}</strong>
        </p>
      </section>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirm={commit}
        busy={record.isPending}
        title={t('grading.correction.askTitle')}
        confirm={t('grading.correction.commit')}
      >
        <p>
          {t('grading.correction.askText', {
            gain: preview.data?.outlook.gain ?? 0,
            lose: preview.data?.outlook.lose ?? 0,
            state: corrections.examStatus,
          })}
        </p>
        <p role="status">
          {record.isPending && t('grading.correction.working', { count: preview.data?.outlook.copies ?? 0 })}
        </p>
      </ConfirmDialog>
    </div>
  )
}

type Text = Pick<ReturnType<typeof useText>, 't' | 'has'>

/** The reason in the refusal's details is more precise than its code. */
function faultSentence(error: Error, { t, has }: Text): string {
  const reason = error instanceof Refusal ? (error.details as { reason?: string } | undefined)?.reason : undefined
  const id = `grading.correction.fault.${reason}`
  return has(id) ? t(id) : sentenceOf(error, { t, has })
}

type WizardState = {
  hasBody: boolean
  preview: { isPending: boolean; isError: boolean; isFetching: boolean; data: { fault: string | null } | undefined }
  reason: string
  t: Text['t']
}

function whyNot({ hasBody, preview, reason, t }: WizardState): string | undefined {
  if (!hasBody) return t('grading.correction.chooseFirst')
  if (preview.isError) return t('refusal.correction_impossible')
  if (preview.isFetching || !preview.data) return t('ui.loading')
  if (preview.data.fault === 'nothing_left') return t('grading.correction.fault.nothing_left')
  if (preview.data.fault === 'nothing_changes') return t('grading.correction.fault.nothing_changes')
  return reason.trim() === '' ? t('grading.correction.reasonMissing') : undefined
}
