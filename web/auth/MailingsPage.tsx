import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { cancelMailing, getMailing, listMailings, resendMail } from '#contract/auth/mail.ts'
import type { Reply } from '#contract/endpoint.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { ProgressBar } from '#web/ui/ProgressBar.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { SittingNotices } from './SittingNotices.tsx'
import { useCourse } from './use-course.ts'
import './auth.css'

type Mailing = Reply<typeof listMailings>['mailings'][number]
type Message = Reply<typeof getMailing>['messages'][number]

/** While letters leave, their state is read again. */
const refreshMs = 3_000
const left = ({ counts }: Pick<Mailing, 'counts'>) => counts.waiting + counts.sending
const total = ({ counts }: Pick<Mailing, 'counts'>) => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** The letters of the course: how many left, and what became of each. */
export default function MailingsPage() {
  const { t } = useText()
  const { courseId } = useCourse()
  const mailings = useQuery({
    ...query(listMailings, { params: { courseId } }),
    refetchInterval: ({ state }) => (state.data?.mailings.some((one) => left(one) > 0) ? refreshMs : false),
  })
  return (
    <Page
      title={t('auth.mail.title')}
      lead={t('auth.mail.lead')}
      crumbs={[
        { label: t('auth.settings.title'), href: at.course(courseId).settings },
        { label: t('auth.mail.title') },
      ]}
    >
      <div className="stack">
        <SittingNotices courseId={courseId} />
        <QueryView
          query={mailings}
          isEmpty={(data) => data.mailings.length === 0}
          empty={
            <EmptyState
              title={t('auth.mail.emptyTitle')}
              actions={<LinkButton href={at.course(courseId).settings}>{t('auth.settings.title')}</LinkButton>}
            >
              {t('auth.mail.emptyText')}
            </EmptyState>
          }
        >
          {(data) => (
            <div className="stack">
              {data.mailings.map((mailing) => (
                <MailingView key={mailing.id} courseId={courseId} mailing={mailing} />
              ))}
            </div>
          )}
        </QueryView>
      </div>
    </Page>
  )
}

function MailingView({ courseId, mailing }: { courseId: string; mailing: Mailing }) {
  const { t, dateTime } = useText()
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const waiting = left(mailing)
  const cancel = useMutation({
    ...mutation(cancelMailing),
    onSettled: () =>
      Promise.all([listMailings, getMailing].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] }))),
  })
  const title = t(`auth.mail.kind.${mailing.kind}`, { label: mailing.label })
  return (
    <section className="stack stack--tight" aria-label={title}>
      <div className="section-head">
        <h2>{title}</h2>
        <p className="muted">{t('auth.mail.by', { name: mailing.byName, at: dateTime(mailing.at) })}</p>
      </div>
      <p>{t('auth.mail.counts', { total: total(mailing), ...mailing.counts, waiting })}</p>
      {waiting > 0 && (
        <ProgressBar label={t('auth.mail.progress')} done={total(mailing) - waiting} total={total(mailing)} />
      )}
      <Failed error={cancel.error} />
      <div className="cluster">
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'auth.mail.hide' : 'auth.mail.show')}
          <span className="vh"> {title}</span>
        </Button>
        {mailing.counts.waiting > 0 && (
          <Button
            size="small"
            variant="quiet"
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ params: { courseId, mailingId: mailing.id } })}
          >
            {t('auth.mail.cancel', { count: mailing.counts.waiting })}
          </Button>
        )}
      </div>
      {isOpen && <Messages courseId={courseId} mailingId={mailing.id} isLive={waiting > 0} />}
    </section>
  )
}

type MessagesProps = { courseId: string; mailingId: string; isLive: boolean }

function Messages({ courseId, mailingId, isLive }: MessagesProps) {
  const { t, dateTime } = useText()
  const mailing = useQuery({
    ...query(getMailing, { params: { courseId, mailingId } }),
    refetchInterval: isLive ? refreshMs : false,
  })
  const columns: Column<Message>[] = [
    {
      id: 'who',
      header: t('auth.mail.to'),
      rowHeader: true,
      sortValue: ({ name, address }) => name || address,
      cell: ({ name, address }) => [name, address].filter(Boolean).join(' · '),
    },
    {
      id: 'state',
      header: t('auth.mail.state'),
      cell: ({ state, failure, answer, nextAt, endedAt }) => (
        <>
          <p>
            {t(`auth.mail.states.${state}`, { at: endedAt ? dateTime(endedAt) : '', next: dateTime(nextAt) })}
            {failure && state !== 'sent' && ` ${t(`auth.mail.failures.${failure}`)}`}
          </p>
          {answer !== '' && state !== 'sent' && <p className="small muted">{t('auth.mail.answer', { answer })}</p>}
        </>
      ),
    },
    {
      id: 'resend',
      header: <span className="vh">{t('ui.staff.moreActions')}</span>,
      align: 'end',
      cell: (message) => <Resend {...{ courseId, mailingId, message }} />,
    },
  ]
  return (
    <QueryView query={mailing}>
      {({ messages }) => (
        <Table caption={t('auth.mail.recipients')} columns={columns} rows={messages} rowKey={({ id }) => id} />
      )}
    </QueryView>
  )
}

function Resend({ courseId, mailingId, message }: { courseId: string; mailingId: string; message: Message }) {
  const { t, has } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const resend = useMutation({
    ...mutation(resendMail),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: () =>
      Promise.all([listMailings, getMailing].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] }))),
  })
  if (!message.isKept || !['refused', 'gave_up', 'unsure'].includes(message.state)) return null
  return (
    <Button
      size="small"
      variant="quiet"
      busy={resend.isPending}
      onClick={() => resend.mutate({ params: { courseId, mailingId }, body: { messageIds: [message.id] } })}
    >
      {t('auth.mail.resend')}
      <span className="vh"> {message.name || message.address}</span>
    </Button>
  )
}
