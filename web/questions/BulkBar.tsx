import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { changeQuestions, type QuestionsChange } from '#contract/questions/question-batches.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { BulkDialog } from './BulkDialog.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { useBatchText } from './use-batch-text.ts'
import type { BankFilters } from './use-filters.ts'
import { useRefreshBank } from './use-refresh-bank.ts'
import { useUndoBatch } from './use-undo-batch.ts'

type Props = {
  courseId: string
  bank: Reply<typeof getBank>
  filters: BankFilters
  total: number
  ticked: readonly { id: string; key: string }[]
  /** Whether the whole page is ticked. */
  isPage: boolean
  onPage: (all: boolean) => void
}

/** The number of questions found, or the actions on the ticked ones; each action can be undone. */
export function BulkBar({ courseId, bank, filters, total, ticked, isPage, onPage }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const describe = useBatchText()
  const refresh = useRefreshBank()
  const { undo } = useUndoBatch(courseId)
  const [isEvery, setEvery] = useState(false)
  const [asking, setAsking] = useState<'move' | 'tag' | 'export' | null>(null)
  const act = useMutation({
    ...mutation(changeQuestions),
    onSuccess: (batch) => {
      say({ text: describe(batch), undo: () => undo(batch.id) })
      setAsking(null)
      setEvery(false)
      onPage(false)
    },
    onError: (error) => {
      const isNothing = 'code' in error && error.code === 'nothing_to_import'
      say({ text: isNothing ? t('questions.bulk.nothing') : sentenceOf(error, { t, has }), tone: 'warn' })
    },
    onSettled: refresh,
  })
  const all = isEvery && isPage
  const count = all ? total : ticked.length
  const which = all ? { filters: { ...filters, page: undefined } } : { ids: ticked.map(({ id }) => id) }
  const go = (change: QuestionsChange) => act.mutate({ params: { courseId }, body: { which, change } })
  return (
    <div className="bank__bulk">
      <Checkbox
        label={t('questions.bulk.page')}
        checked={isPage}
        partly={!isPage && ticked.length > 0}
        onChange={() => {
          setEvery(false)
          onPage(!isPage)
        }}
      />
      <p className="small muted" role="status">
        {count > 0 ? t('questions.bulk.ticked', { count }) : t('questions.found', { count: total })}
      </p>
      {isPage && total > ticked.length && !all && (
        <Button size="small" variant="quiet" onClick={() => setEvery(true)}>
          {t('questions.bulk.every', { count: total })}
        </Button>
      )}
      {count > 0 && (
        <div className="bank__acts">
          <Button
            size="small"
            busy={act.isPending}
            onClick={() => go({ kind: filters.archived === 'only' ? 'unarchive' : 'archive' })}
          >
            {t(filters.archived === 'only' ? 'questions.bulk.unarchive' : 'questions.bulk.archive')}
          </Button>
          <Button size="small" onClick={() => setAsking('move')}>
            {t('questions.bulk.move')}
          </Button>
          <Button size="small" onClick={() => setAsking('tag')}>
            {t('questions.bulk.tags')}
          </Button>
          <Button size="small" onClick={() => setAsking('export')}>
            <Icon name="download" />
            {t('common.export')}
          </Button>
        </div>
      )}
      <BulkDialog
        bank={bank}
        asking={asking === 'export' ? null : asking}
        count={count}
        busy={act.isPending}
        onClose={() => setAsking(null)}
        onGo={go}
      />
      <ExportDialog
        courseId={courseId}
        open={asking === 'export'}
        onClose={() => setAsking(null)}
        filters={filters}
        only={all ? undefined : ticked.map(({ key }) => key)}
      />
    </div>
  )
}
