import { useInfiniteQuery } from '@tanstack/react-query'
import { listAccountEvents } from '#contract/auth/account.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useDeviceSentence } from './use-device-sentence.ts'

type AccountEvent = Reply<typeof listAccountEvents>['events'][number]

const alarming: readonly AccountEvent['kind'][] = ['sign_in_refused', 'second_factor_refused', 'right_refused']

/** Sign-ins, refusals and changes of role, the latest first. */
export function AccountEventsView() {
  const { t, dateTime } = useText()
  const device = useDeviceSentence()
  const events = useInfiniteQuery({
    queryKey: [listAccountEvents.path, {}],
    queryFn: ({ pageParam }) => call(listAccountEvents, { query: { before: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const columns: Column<AccountEvent>[] = [
    { id: 'at', header: t('auth.sessions.when'), phone: 'wide', cell: ({ at }) => dateTime(at) },
    { id: 'what', header: t('auth.sessions.what'), rowHeader: true, cell: (event) => sentence(event, t) },
    {
      id: 'from',
      header: t('auth.sessions.from'),
      phone: 'wide',
      cell: ({ userAgent, address }) => (address === '' ? '' : `${device(userAgent)}, ${address}`),
    },
  ]
  return (
    <QueryView query={events}>
      {({ pages }) => (
        <section className="stack" aria-labelledby="happened">
          <div className="section-head">
            <h2 id="happened">{t('auth.sessions.happened')}</h2>
          </div>
          <Table
            caption={t('auth.sessions.happened')}
            quietCaption
            columns={columns}
            rows={pages.flatMap((page) => page.events)}
            rowKey={({ id }) => id}
            toneOf={({ kind }) => (alarming.includes(kind) ? 'warn' : undefined)}
            empty={<p className="muted">{t('auth.sessions.nothing')}</p>}
          />
          {events.hasNextPage && (
            <div>
              <Button busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
                {t('auth.sessions.earlier')}
              </Button>
            </div>
          )}
          <p className="small muted">{t('auth.sessions.kept')}</p>
        </section>
      )}
    </QueryView>
  )
}

/** Changes of role name the course and the role; other events need no detail. */
function sentence({ kind, detail }: AccountEvent, t: ReturnType<typeof useText>['t']): string {
  const { course = '', role = '', by = '', provider = '' } = detail
  return t(`auth.event.${kind}`, { course, role, by, provider })
}
