import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { endOtherSessions, endSession, listAccountEvents, listSessions } from '#contract/auth/account.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useDeviceSentence } from './use-device-sentence.ts'

type Session = Reply<typeof listSessions>['sessions'][number]

/** The open sessions, with the current one marked; another can be ended, or all others at once. */
export function SessionsView() {
  const { t } = useText()
  const sessions = useQuery(query(listSessions, {}))
  return (
    <QueryView query={sessions}>
      {(data) => (
        <section className="stack" aria-label={t('auth.sessions.open')}>
          <OpenSessions sessions={data.sessions} />
          {data.sessions.length > 1 && <EndOthers count={data.sessions.length - 1} />}
        </section>
      )}
    </QueryView>
  )
}

function OpenSessions({ sessions }: { sessions: readonly Session[] }) {
  const { t, has, dateTime } = useText()
  const say = useToast()
  const device = useDeviceSentence()
  const refresh = useRefresh()
  const end = useMutation({
    ...mutation(endSession),
    onSuccess: () => say({ text: t('auth.sessions.ended') }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const columns: Column<Session>[] = [
    {
      id: 'device',
      header: t('auth.sessions.device'),
      rowHeader: true,
      cell: ({ userAgent, isThisOne }) => (
        <span className="cluster">
          {device(userAgent)} {isThisOne && <Badge tone="accent">{t('auth.sessions.thisOne')}</Badge>}
        </span>
      ),
    },
    {
      id: 'address',
      header: t('auth.sessions.address'),
      phone: 'wide',
      cell: ({ address }) => address || t('auth.sessions.unknown'),
    },
    { id: 'opened', header: t('auth.sessions.openedAt'), phone: 'hide', cell: ({ createdAt }) => dateTime(createdAt) },
    { id: 'seen', header: t('auth.sessions.lastSeen'), phone: 'wide', cell: ({ lastSeenAt }) => dateTime(lastSeenAt) },
    {
      id: 'end',
      header: <span className="vh">{t('ui.staff.moreActions')}</span>,
      align: 'end',
      phone: 'figure',
      cell: ({ id, userAgent, isThisOne }) =>
        !isThisOne && (
          <Button size="small" variant="quiet" onClick={() => end.mutate({ params: { sessionId: id } })}>
            {t('auth.sessions.end')}
            <span className="vh"> {device(userAgent)}</span>
          </Button>
        ),
    },
  ]
  return (
    <Table
      caption={t('auth.sessions.open')}
      note={t('auth.sessions.count', { count: sessions.length })}
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
    />
  )
}

function EndOthers({ count }: { count: number }) {
  const { t, has } = useText()
  const say = useToast()
  const refresh = useRefresh()
  const [isAsked, setAsked] = useState(false)
  const end = useMutation({
    ...mutation(endOtherSessions),
    onSuccess: () => {
      setAsked(false)
      say({ text: t('auth.sessions.othersEnded') })
      return refresh()
    },
  })
  return (
    <div>
      <Button onClick={() => setAsked(true)}>{t('auth.sessions.endOthers')}</Button>
      <ConfirmDialog
        open={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => end.mutate({})}
        title={t('auth.sessions.endOthersTitle')}
        confirm={t('auth.sessions.endOthers')}
        busy={end.isPending}
        error={end.error && <p>{sentenceOf(end.error, { t, has })}</p>}
      >
        <p>{t('auth.sessions.endOthersText', { count })}</p>
      </ConfirmDialog>
    </div>
  )
}

function useRefresh() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all(
      [listSessions, listAccountEvents].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] })),
    )
}
