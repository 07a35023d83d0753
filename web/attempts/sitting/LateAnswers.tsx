import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { getAttempt, getReceipt } from '#contract/attempts/sitting.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { downloadCopy } from './copy-download.ts'
import { thisDevice } from './device.ts'
import { filedAnswers, latestAnswers } from './state.ts'
import { useLeftAnswers } from './use-left-answers.ts'

/**
 * On the receipt, the answers received after the end: they are kept, a trainer decides, and the file of the attempt is
 * offered.
 */
export function LateAnswers({ receipt: { attemptId, late } }: { receipt: Reply<typeof getReceipt> }) {
  const { t, has } = useText()
  const queryClient = useQueryClient()
  const lookAgain = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: [getReceipt.path] })
  }, [queryClient])
  const { left, unsent } = useLeftAnswers(attemptId, lookAgain)
  const file = useMutation({
    mutationFn: async () => {
      const copy = await call(getAttempt, { params: { attemptId } })
      downloadCopy(copy, filedAnswers(latestAnswers(copy.answers, left).values(), thisDevice().id))
    },
    networkMode: 'always',
  })
  if (late.count === 0 && left.length === 0) return null
  return (
    <Notice
      tone="warn"
      live="status"
      actions={
        left.length > 0 && (
          <Button size="small" busy={file.isPending} onClick={() => file.mutate()}>
            {t('attempts.banner.download')}
          </Button>
        )
      }
    >
      {late.count > 0 && (
        <p>
          <strong>{t('attempts.receipt.late', { count: late.count })}</strong>{' '}
          {t(late.undecided > 0 ? 'attempts.receipt.lateKept' : 'attempts.receipt.lateDecided', {
            count: late.undecided,
          })}
        </p>
      )}
      {unsent > 0 && <p>{t('attempts.receipt.unsent', { count: unsent })}</p>}
      {file.error && <p>{sentenceOf(file.error, { t, has })}</p>}
    </Notice>
  )
}
