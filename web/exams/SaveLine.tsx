import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import type { SaveState } from './use-draft.ts'

/** One discreet sentence that is always true; a refusal is said aloud, with what to do. */
export function SaveLine({ state, onRetry }: { state: SaveState; onRetry: () => void }) {
  const text = useText()
  const { t, exactTime } = text
  if (state.status === 'failed') {
    const isConflict = state.error instanceof Error && 'code' in state.error && state.error.code === 'changed_meanwhile'
    return (
      <div className="save-refused">
        <Notice
          tone="warn"
          live="alert"
          actions={
            isConflict ? (
              <Button onClick={() => window.location.reload()}>{t('exams.reload')}</Button>
            ) : (
              <Button onClick={onRetry}>{t('common.retry')}</Button>
            )
          }
        >
          <p>
            <strong>{t('exams.notSaved')}</strong> {isConflict ? t('exams.conflict') : sentenceOf(state.error, text)}
          </p>
        </Notice>
      </div>
    )
  }
  return (
    <p className="exam-save-line small muted" role="status">
      {state.status === 'waiting' && t('exams.unsaved')}
      {state.status === 'saving' && t('exams.saving')}
      {state.status === 'saved' && state.at && t('exams.saved', { at: exactTime(state.at) })}
    </p>
  )
}
