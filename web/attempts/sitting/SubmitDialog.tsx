import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { getReceipt } from '#contract/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { queryKeyOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { CopyFile } from './CopyFile.tsx'
import { answerStates } from './state.ts'
import { useSeconds } from './use-seconds.ts'
import type { LiveSitting } from './use-sitting.ts'

type Props = { open: boolean; onClose: () => void; sitting: LiveSitting }
/** Above this number, the list of question numbers is replaced by a count. */
const mostListed = 8

/** Confirms the submission: its effect, and which questions are unanswered. The safe button goes back. */
export function SubmitDialog({ open, onClose, sitting: { engine, state } }: Props) {
  const { t, has, list, exactTime } = useText()
  const queryClient = useQueryClient()
  const submit = useMutation({
    // The reply is the receipt, so the next page does not fetch it.
    mutationFn: () =>
      engine.submit((receipt) => {
        queryClient.setQueryData(queryKeyOf(getReceipt, { params: { attemptId: state.copy.id } }), receipt)
      }),
    networkMode: 'always',
  })
  const read = useCallback(() => Math.floor(engine.leftMs() / 60_000), [engine])
  const minutes = useSeconds(read)
  const states = answerStates(state)
  const missing = states.filter(({ isAnswered }) => !isAnswered).map(({ position }) => String(position))
  // Only answers that the server acknowledged count as saved.
  const saved = states.filter(({ id, isAnswered }) => isAnswered && !state.unsaved.has(id)).length
  const time = state.save.kind === 'saved' ? exactTime(state.save.at, state.copy.timeZone) : 'none'
  const facts = [
    [saved, t('attempts.submit.saved', { count: saved, time })],
    ...(missing.length > 0 ? [[missing.length, missingText()] as const] : []),
    ...(state.waiting > 0 ? [[state.waiting, t('attempts.submit.waiting', { count: state.waiting })] as const] : []),
    minutes > 0 ? [minutes, t('attempts.submit.left', { minutes })] : [0, t('attempts.submit.lastMinute')],
  ] as const

  // The cause of the failed submission is over: clear its error.
  const { reset } = submit
  const isClear = !state.isOffline && state.waiting === 0 && state.lock === null
  useEffect(() => {
    if (isClear) reset()
  }, [isClear, reset])

  function why(error: Error) {
    if (!(error instanceof Refusal)) return t('attempts.submit.failed', { isKept: String(state.isKept) })
    const words = sentenceOf(error, { t, has })
    return state.waiting === 0 ? words : `${t('attempts.submit.unsaved', { count: state.waiting })} ${words}`
  }

  function missingText() {
    if (missing.length > mostListed) return t('attempts.submit.unansweredMany')
    return t('attempts.submit.unanswered', { count: missing.length, list: list(missing) })
  }

  return (
    <ConfirmDialog
      open={open}
      kind="safe"
      title={t('attempts.submit.title')}
      cancel={t('attempts.submit.back')}
      confirm={t('attempts.submit.confirm')}
      busy={submit.isPending}
      onClose={() => {
        if (submit.isPending) return
        submit.reset()
        onClose()
      }}
      onConfirm={() => submit.mutate()}
      error={
        submit.error && (
          <>
            <p className="field__error" role="alert">
              <Icon name="warning" />
              <span>{why(submit.error)}</span>
            </p>
            <CopyFile engine={engine} state={state} isUrgent />
          </>
        )
      }
    >
      <p>{t('attempts.submit.text')}</p>
      <ul className="dialog-facts">
        {facts.map(([count, words]) => (
          <li key={words}>
            <span className="dialog-facts__n">{count}</span>
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}
