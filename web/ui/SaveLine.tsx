import type { ReactNode } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Notice } from './Notice.tsx'
import { sentenceOf } from './refusal-sentence.ts'
import type { AutosaveState } from './use-autosave.ts'

type Props = {
  state: AutosaveState
  onRetry: () => void
  /** Another person saved meanwhile: the explanation, and actions other than reloading, if any. */
  conflict?: { words: string; actions?: ReactNode }
  /** Displayed until this page saves something. */
  children?: ReactNode
}

/** The save state in one sentence; a refusal is announced, with what to do. */
export function SaveLine({ state, onRetry, conflict, children }: Props) {
  const text = useText()
  const { t, exactTime } = text
  if (state.status === 'failed') {
    const { error } = state
    const retry = <Button onClick={onRetry}>{t('common.retry')}</Button>
    const isConflict = error instanceof Error && 'code' in error && error.code === 'changed_meanwhile'
    return (
      <div className="autosave-refused">
        <Notice
          tone="warn"
          live="alert"
          actions={
            isConflict
              ? (conflict?.actions ?? <Button onClick={() => window.location.reload()}>{t('ui.staff.reload')}</Button>)
              : retry
          }
        >
          <p>
            <strong>{t('ui.staff.notSaved')}</strong>{' '}
            {isConflict && conflict ? conflict.words : sentenceOf(error, text)}
          </p>
        </Notice>
      </div>
    )
  }
  return (
    <p className="autosave small muted" role="status">
      {state.status === 'waiting' && t('ui.staff.unsaved')}
      {state.status === 'saving' && t('ui.staff.saving')}
      {state.status === 'saved' && (state.at ? t('ui.staff.saved', { at: exactTime(state.at) }) : children)}
    </p>
  )
}
