import type { ReactNode } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Notice } from './Notice.tsx'
import { Refused } from './Refused.tsx'
import { sentenceOf } from './refusal-sentence.ts'
import { Skeleton } from './Skeleton.tsx'

/** The part of a TanStack query result that decides which face is shown. */
export type QueryResult<Data> = {
  data: Data | undefined
  error: Error | null
  fetchStatus: 'fetching' | 'paused' | 'idle'
  refetch: () => unknown
}

type Props<Data> = {
  query: QueryResult<Data>
  /** The empty face: shown instead of the ready one when `isEmpty` says so. */
  empty?: ReactNode
  isEmpty?: (data: Data) => boolean
  /** The loading face, when a few grey lines are not the right shape. */
  loading?: ReactNode
  children: (data: Data) => ReactNode
}

/** The four faces of a screen: loading, empty, refused, ready. Old data stays on screen when a refresh fails. */
export function QueryView<Data>({ query, empty, isEmpty = hasNothing, loading, children }: Props<Data>) {
  const { t, has } = useText()
  const isFetching = query.fetchStatus === 'fetching'
  const again = () => void query.refetch()
  if (query.data !== undefined) {
    const isBare = empty !== undefined && isEmpty(query.data)
    return (
      <div className={query.error ? 'stack stack--tight' : undefined}>
        {query.error && (
          <Notice
            tone="warn"
            actions={
              <Button size="small" busy={isFetching} onClick={again}>
                {t('common.retry')}
              </Button>
            }
          >
            <p>
              <strong>{t('ui.staleTitle')}</strong> {sentenceOf(query.error, { t, has })}
            </p>
          </Notice>
        )}
        <div>{isBare ? empty : children(query.data)}</div>
      </div>
    )
  }
  if (query.error) return <Refused error={query.error} onRetry={again} busy={isFetching} />
  if (query.fetchStatus === 'paused') {
    return (
      <Notice tone="warn" icon="offline">
        <p>
          <strong>{t('ui.offlineTitle')}</strong> {t('ui.offlineText')}
        </p>
      </Notice>
    )
  }
  return loading ?? <Skeleton />
}

function hasNothing(data: unknown): boolean {
  return Array.isArray(data) && data.length === 0
}
