import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getMarksSent, type SendingPerson, type SendingPlace, sendMarks, setMarksSending } from '#contract/lms/marks.ts'
import { formatMark } from '#core/points.ts'
import { mutation } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type Props = { courseId: string; examId: string | null; place: SendingPlace; outOf: number }

/** One course of a platform: what it has, what would be sent, and the two ways to send it. */
export function SendingPlaceView({ courseId, examId, place, outOf }: Props) {
  const { t } = useText()
  const count = countsOf(place)
  const title = `${place.title} · ${place.platformName}`
  return (
    <section className="stack stack--tight" aria-label={title}>
      <div className="section-head">
        <h2>{place.title}</h2>
        <p className="muted">{place.platformName}</p>
      </div>
      <p>{t('lms.marks.counts', count)}</p>
      {count.unknown > 0 && <p className="small muted">{t('lms.marks.unknownHint')}</p>}
      <PlaceNotice place={place} toSend={count.toSend + count.toEmpty} />
      {place.canSend && <Sending {...{ courseId, examId, place, title }} />}
      <People people={place.people} outOf={outOf} caption={t('lms.marks.caption')} />
    </section>
  )
}

function countsOf({ people }: SendingPlace) {
  const of = (wanted: SendingPerson['state']) => people.filter(({ state }) => state === wanted).length
  return {
    ...{ sent: of('sent'), toSend: of('to_send'), toEmpty: of('to_empty') },
    ...{ refused: of('refused'), unknown: of('unknown') },
  }
}

/** By itself from now on, or once now. */
function Sending({ courseId, examId, place, title }: Omit<Props, 'outOf'> & { title: string }) {
  const { t } = useText()
  const { role } = useCourse()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: [getMarksSent.path] })
  const send = useMutation({ ...mutation(sendMarks), onSettled: refresh })
  const set = useMutation({ ...mutation(setMarksSending), onSettled: refresh })
  const which = { contextId: place.contextId, examId }
  const mayChange = isAtLeast(role, 'owner')
  const { toSend, toEmpty, refused } = countsOf(place)
  const changed = toSend + toEmpty
  const nothing = changed + refused === 0 ? 'lms.marks.nothing' : undefined
  const reason = mayChange ? nothing : 'lms.marks.ownersOnly'
  return (
    <>
      <Failed error={send.error ?? set.error} />
      <Checkbox
        label={t('lms.marks.byItself')}
        hint={t('lms.marks.byItselfHint')}
        checked={place.sendsByItself}
        disabled={!mayChange || set.isPending}
        onChange={({ target }) =>
          set.mutate({ params: { courseId }, body: { ...which, sendsByItself: target.checked } })
        }
      />
      <div className="cluster">
        <Button
          variant="primary"
          busy={send.isPending}
          reason={reason && t(reason)}
          onClick={() => send.mutate({ params: { courseId }, body: which })}
        >
          {t(changed === 0 && refused > 0 ? 'lms.marks.retry' : 'lms.marks.sendNow', { count: changed })}
          <span className="vh"> {title}</span>
        </Button>
      </div>
    </>
  )
}

function PlaceNotice({ place, toSend }: { place: SendingPlace; toSend: number }) {
  const { t, dateTime } = useText()
  const { failure, answer, nextAt, canSend, isWaiting } = place
  if (!canSend)
    return (
      <Notice tone="warn">
        <p>{t('lms.marks.cannotSend')}</p>
      </Notice>
    )
  if (failure !== null && toSend > 0)
    return (
      <Notice tone="warn" live="status">
        <p>
          {t(`lms.failures.${failure}`)} {answer !== '' && t('lms.answer', { answer })}
        </p>
        {isWaiting && nextAt && <p className="small">{t('lms.marks.next', { at: dateTime(nextAt) })}</p>}
      </Notice>
    )
  return isWaiting ? (
    <Notice live="status">
      <p>{t('lms.marks.leaving')}</p>
    </Notice>
  ) : null
}

const looks = {
  sent: { shape: 'good', tone: 'good' },
  to_send: { shape: 'part', tone: 'accent' },
  to_empty: { shape: 'part', tone: 'accent' },
  refused: { shape: 'bad', tone: 'bad' },
  unknown: { shape: 'warn', tone: 'warn' },
  none: { shape: 'open', tone: 'muted' },
} as const satisfies Record<SendingPerson['state'], object>

type PeopleProps = { people: readonly SendingPerson[]; outOf: number; caption: string }

function People({ people, outOf, caption }: PeopleProps) {
  const { t, language, dateTime } = useText()
  const shown = (mark: number | null) =>
    mark === null ? '—' : `${formatMark(mark, language)}/${formatMark(outOf, language)}`
  const columns: Column<SendingPerson>[] = [
    {
      id: 'who',
      header: t('lms.marks.student'),
      rowHeader: true,
      sortValue: ({ familyName, givenName }) => `${familyName} ${givenName}`,
      cell: ({ familyName, givenName }) => `${familyName} ${givenName}`,
    },
    { id: 'mark', header: t('lms.marks.here'), align: 'end', cell: ({ mark }) => shown(mark) },
    { id: 'sent', header: t('lms.marks.there'), align: 'end', cell: ({ sentMark }) => shown(sentMark) },
    {
      id: 'state',
      header: t('lms.marks.state'),
      phone: 'wide',
      cell: ({ state, sentAt, failure, answer }) => (
        <>
          <Status {...looks[state]} wraps>
            {t(`lms.marks.states.${state}`, { at: sentAt ? dateTime(sentAt) : '' })}
          </Status>
          {failure && (
            <p className="small">
              {t(`lms.scoreFailures.${failure}`)} {answer !== '' && t('lms.answer', { answer })}
            </p>
          )}
        </>
      ),
    },
  ]
  return <Table caption={caption} columns={columns} rows={people} rowKey={({ studentId }) => studentId} />
}
