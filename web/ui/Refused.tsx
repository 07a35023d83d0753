import type { ReactNode } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { sentenceOf } from './refusal-sentence.ts'

type Props = { error: Error; onRetry?: () => void; busy?: boolean; actions?: ReactNode }

/** Displayed when a query fails: the sentence of the refusal, and what can be done. */
export function Refused({ error, onRetry, busy = false, actions }: Props) {
  const { t, has } = useText()
  return (
    <div className="refused" role="alert">
      <h2>
        <Icon name="warning" />
        {t('ui.refusedTitle')}
      </h2>
      <p>{sentenceOf(error, { t, has })}</p>
      <div className="actions">
        {onRetry && (
          <Button onClick={onRetry} busy={busy}>
            {t('common.retry')}
          </Button>
        )}
        {actions}
      </div>
    </div>
  )
}
