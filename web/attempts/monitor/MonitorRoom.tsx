import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addIncident, getMinutes, listMessages } from '#contract/attempts/room.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { MinutesLog } from './MinutesLog.tsx'

type Props = { courseId: string; examId: string; isLive: boolean }

const everyMs = 5_000
const shown = 8

/** Below the table: the messages sent with who has read them, and the log. */
export function MonitorRoom(props: Props) {
  return (
    <div className="monitor-room">
      <Messages {...props} />
      <Log {...props} />
    </div>
  )
}

function Messages({ courseId, examId, isLive }: Props) {
  const { t, time } = useText()
  const list = useQuery({
    ...query(listMessages, { params: { courseId, examId } }),
    refetchInterval: isLive ? everyMs : false,
  })
  const messages = list.data?.messages ?? []
  // After the exam nobody reads a message any more: only those that were sent are worth a place.
  if (!isLive && messages.length === 0) return null
  return (
    <section aria-labelledby="monitor-messages">
      <h2 id="monitor-messages">{t('attempts.staff.message.list')}</h2>
      {messages.length === 0 && <p className="muted">{t('attempts.staff.message.nothing')}</p>}
      <ul className="monitor-messages">
        {messages.map(({ id, text, about, sentAt, from, recipients }) => {
          const unread = recipients.filter(({ readAt }) => readAt === null).map(({ name }) => name)
          const counts = { read: recipients.length - unread.length, total: recipients.length }
          return (
            <li key={id}>
              {about !== null && <p className="small muted">{t('attempts.staff.message.about', { opening: about })}</p>}
              <p>{text}</p>
              <p className="small muted">
                {from}, {time(sentAt)}
              </p>
              {unread.length === 0 ? (
                <p className="small tone--good">{t('attempts.staff.message.readByAll', counts)}</p>
              ) : (
                <details className="small">
                  <summary>{t('attempts.staff.message.readBy', counts)}</summary>
                  <p>{t('attempts.staff.message.unread', { names: unread.join(', ') })}</p>
                </details>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Log({ courseId, examId, isLive }: Props) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const params = { courseId, examId }
  const minutes = useQuery({ ...query(getMinutes, { params, query: {} }), refetchInterval: isLive ? everyMs : false })
  const add = useMutation({
    ...mutation(addIncident),
    onSuccess: () => {
      setText('')
      return queryClient.invalidateQueries({ queryKey: [getMinutes.path] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') add.mutate({ params, body: { text: text.trim() } })
  }
  const log = minutes.data?.log ?? []
  return (
    <section aria-labelledby="monitor-log">
      <h2 id="monitor-log">{t('attempts.staff.log.title')}</h2>
      <form onSubmit={submit} className="monitor-incident">
        <Field label={t('attempts.staff.log.field')} hint={t('attempts.staff.log.hint')}>
          <Input value={text} maxLength={500} onChange={({ target }) => setText(target.value)} />
        </Field>
        <Button type="submit" busy={add.isPending}>
          {t('attempts.staff.log.go')}
        </Button>
      </form>
      <Failed error={add.error} />
      {minutes.data && <MinutesLog log={log.slice(-shown).toReversed()} timeZone={minutes.data.timeZone} />}
      <LinkButton href={at.course(courseId).exam(examId).minutes}>
        <Icon name="file" />
        {t('attempts.staff.minutes.open')}
      </LinkButton>
    </section>
  )
}
