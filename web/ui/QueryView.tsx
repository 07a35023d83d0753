import type { ReactNode } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Notice } from './Notice.tsx'
import { Refused } from './Refused.tsx'
import { sentenceOf } from './refusal-sentence.ts'
import { Skeleton } from './Skeleton.tsx'

/** The fields of a TanStack query result that select what is displayed. */
export type QueryResult<Data> = {
  data: Data | undefined
  error: Error | null
  fetchStatus: 'fetching' | 'paused' | 'idle'
  refetch: () => unknown
}

type Props<Data> = {
  query: QueryResult<Data>
  /** Displayed instead of the children when `isEmpty` returns true. */
  empty?: ReactNode
  isEmpty?: (data: Data) => boolean
  /** Displayed while loading, instead of the default grey lines. */
  loading?: ReactNode
  children: (data: Data) => ReactNode
}

/** Displays a query as loading, empty, refused or ready. Old data stay on screen when a refetch fails. */
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
