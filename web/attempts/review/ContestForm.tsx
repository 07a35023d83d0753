import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { contest, listMyContestations } from '#contract/grading/contestations.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Textarea } from '#web/ui/Textarea.tsx'

/** Under a question of a released attempt: contest its marking while that is allowed, and read the reply. */
export function ContestForm({ attemptId, questionId }: { attemptId: string; questionId: string }) {
  const { t, has, dateTime } = useText()
  const client = useQueryClient()
  const mine = useQuery({ ...query(listMyContestations, { params: { attemptId } }), staleTime: 30_000 })
  const [isWriting, setIsWriting] = useState(false)
  const [reason, setReason] = useState('')
  const send = useMutation({
    ...mutation(contest),
    onSuccess: async () => {
      setIsWriting(false)
      await client.invalidateQueries({ queryKey: [listMyContestations.path] })
    },
  })
  if (!mine.data) return null
  const { until, isOpen } = mine.data
  const own = mine.data.contestations.find((one) => one.questionId === questionId)
  const submit = () => send.mutate({ params: { attemptId, questionId }, body: { reason } })
  return (
    <div className="contest">
      {own && (
        <p>
          <strong>{t('attempts.contest.mine')}</strong> {own.reason}
        </p>
      )}
      {own && own.answeredAt !== null && (
        <p>
          <strong>{t(own.isUpheld ? 'attempts.contest.upheld' : 'attempts.contest.rejected')}</strong> {own.answer}
        </p>
      )}
      {own && own.answeredAt === null && <p className="small muted">{t('attempts.contest.waiting')}</p>}
      {isOpen && own?.answeredAt == null && !isWriting && (
        <Button
          variant="quiet"
          size="small"
          onClick={() => {
            setReason(own?.reason ?? '')
            setIsWriting(true)
          }}
        >
          {t(own ? 'attempts.contest.change' : 'attempts.contest.open')}
        </Button>
      )}
      {isOpen && isWriting && (
        <>
          <Field
            label={t('attempts.contest.reason')}
            hint={t('attempts.contest.until', { at: dateTime(until ?? '') })}
            error={send.error ? sentenceOf(send.error, { t, has }) : undefined}
          >
            <Textarea rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <div className="actions">
            <Button
              variant="primary"
              busy={send.isPending}
              reason={reason.trim() === '' ? t('attempts.contest.writeFirst') : undefined}
              onClick={submit}
            >
              {t('attempts.contest.send')}
            </Button>
            <Button variant="quiet" onClick={() => setIsWriting(false)}>
              {t('common.cancel')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
