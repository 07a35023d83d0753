import { useQuery } from '@tanstack/react-query'
import { getMarksSent } from '#contract/lms/marks.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SendingPlaceView } from './SendingPlaceView.tsx'

type Props = { courseId: string; examId: string | null }

/** While marks leave, what became of them is read again. */
const refreshMs = 3_000

export function MarksSentView({ courseId, examId }: Props) {
  const { t } = useText()
  const sent = useQuery({
    ...query(getMarksSent, { params: { courseId }, query: examId === null ? {} : { examId } }),
    refetchInterval: ({ state }) => (state.data?.places.some(({ isWaiting }) => isWaiting) ? refreshMs : false),
  })
  return (
    <QueryView
      query={sent}
      isEmpty={({ places }) => places.length === 0}
      empty={<EmptyState title={t('lms.marks.emptyTitle')}>{t('lms.marks.emptyText')}</EmptyState>}
    >
      {({ places, areOut, outOf }) => (
        <div className="stack">
          {!areOut && (
            <Notice>
              <p>{t(examId === null ? 'lms.marks.finalNotOut' : 'lms.marks.notOut')}</p>
            </Notice>
          )}
          {places.map((place) => (
            <SendingPlaceView key={place.contextId} {...{ courseId, examId, place, outOf }} />
          ))}
        </div>
      )}
    </QueryView>
  )
}
