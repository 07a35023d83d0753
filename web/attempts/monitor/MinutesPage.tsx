import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getMinutes, setRoom } from '#contract/attempts/room.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation, query } from '#web/api.ts'
import { OverrideWords } from '#web/exams/OverrideWords.tsx'
import { SlotFilter, useSlotInAddress } from '#web/exams/SlotFilter.tsx'
import { useExam } from '#web/exams/use-exam.ts'
import { useExamText } from '#web/exams/use-exam-text.ts'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { MinutesLog } from './MinutesLog.tsx'
import './monitor.css'

type Minutes = Reply<typeof getMinutes>
type Place = { courseId: string; examId: string }

/** « Procès-verbal de surveillance »: laid out to be printed on A4 and signed. */
export default function MinutesPage() {
  const { courseId, examId } = useExam()
  // Printed and signed: always refetched.
  const [slot] = useSlotInAddress()
  const asked = slot === null ? {} : { slot }
  const minutes = useQuery({ ...query(getMinutes, { params: { courseId, examId }, query: asked }), staleTime: 0 })
  return <QueryView query={minutes}>{(data) => <Ready minutes={data} {...{ courseId, examId }} />}</QueryView>
}

function Ready({ minutes, courseId, examId }: { minutes: Minutes } & Place) {
  const { inExam, examCrumbs } = useExam()
  const { t, date, time, dateTime, duration } = useText()
  const { timeZone, counts } = minutes
  const { whenOf } = useExamText()
  const began = minutes.firstStartAt ?? minutes.openedAt
  const timeOf = (instant: string | null) =>
    instant === null ? t('attempts.staff.minutes.notYet') : time(instant, timeZone)
  const slotName = useSlotName(minutes.allSlots)
  /** Of several slots, each says whose room and whose invigilators they are. */
  const placeOf = ({ number, room, invigilators, opensAt, closesAt }: Minutes['slots'][number]) => {
    const isAlone = minutes.allSlots.length === 1
    const name = isAlone ? '' : ` (${slotName(number)})`
    return [
      ...(isAlone ? [] : [[t('exams.who.slot') + name, whenOf({ opensAt, closesAt, timeZone })] as const]),
      ...(room ? [[t('attempts.staff.minutes.room') + name, room] as const] : []),
      ...(invigilators ? [[t('attempts.staff.minutes.who') + name, invigilators] as const] : []),
    ]
  }
  return (
    <Page
      title={t('attempts.staff.minutes.title')}
      tabTitle={t('attempts.staff.minutes.tab', { exam: minutes.examTitle })}
      lead={t('attempts.staff.minutes.lead', { exam: minutes.examTitle, course: minutes.courseTitle })}
      crumbs={[...examCrumbs(minutes.examTitle), { label: t('attempts.staff.monitor'), href: inExam.monitor }]}
      actions={<PrintButton />}
    >
      <div className="stack minutes">
        <div className="no-print">
          <SlotFilter slots={minutes.allSlots} />
        </div>
        {minutes.allSlots.length === 1 && <RoomForm minutes={minutes} courseId={courseId} examId={examId} />}
        <Facts
          facts={[
            [t('attempts.staff.minutes.date'), began ? date(began, timeZone) : t('attempts.staff.minutes.notYet')],
            ...minutes.slots.flatMap(placeOf),
            [
              t('attempts.staff.minutes.exam'),
              t('attempts.staff.minutes.examText', {
                count: minutes.questionCount,
                duration: duration(minutes.limitMinutes * 60),
              }),
            ],
            [t('attempts.staff.minutes.opened'), timeOf(minutes.openedAt)],
            [t('attempts.staff.minutes.firstStart'), timeOf(minutes.firstStartAt)],
            [t('attempts.staff.minutes.lastEnd'), timeOf(minutes.lastClosingAt)],
            [t('attempts.staff.minutes.closed'), timeOf(minutes.closedAt)],
            [t('attempts.staff.minutes.present'), t('attempts.staff.minutes.presentText', counts)],
            [t('attempts.staff.minutes.copies'), t('attempts.staff.minutes.copiesText', counts)],
            ...(minutes.browser
              ? [
                  [
                    t(`attempts.staff.browser.use.${minutes.browser.use}`),
                    t('attempts.staff.minutes.browserText', minutes.browser),
                  ] as const,
                ]
              : []),
          ]}
        />
        <Absent minutes={minutes} />
        <Overrides minutes={minutes} />
        <section aria-labelledby="minutes-log">
          <h2 id="minutes-log">{t('attempts.staff.minutes.log')}</h2>
          <MinutesLog log={minutes.log} timeZone={timeZone} />
        </section>
        <p className="small muted">
          {t('attempts.staff.minutes.written', { at: dateTime(minutes.writtenAt, timeZone) })}
        </p>
        <div className="minutes__signature print-only">
          <p>{t('attempts.staff.minutes.signature')}</p>
        </div>
      </div>
    </Page>
  )
}

function Absent({ minutes: { notStarted } }: { minutes: Minutes }) {
  const { t } = useText()
  if (notStarted.length === 0) return null
  return (
    <section aria-labelledby="minutes-absent">
      <h2 id="minutes-absent">{t('attempts.staff.minutes.absent', { count: notStarted.length })}</h2>
      <ul className="minutes__absent">
        {notStarted.map(({ name, status, reason }) => (
          <li key={name}>
            <strong>{name}</strong>, {t(`attempts.staff.attendance.${status ?? 'unknown'}`)}
            {reason && <span className="muted"> ({reason})</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Overrides({ minutes: { overrides, timeZone } }: { minutes: Minutes }) {
  const { t } = useText()
  if (overrides.length === 0) return null
  return (
    <section aria-labelledby="minutes-overrides">
      <h2 id="minutes-overrides">{t('exams.who.overrides')}</h2>
      <ul className="minutes__absent">
        {overrides.map(({ name, ...override }) => (
          <li key={name}>
            <strong>{name}</strong>, <OverrideWords override={override} timeZone={timeZone} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What the platform does not know: the room and the invigilators. */
function RoomForm({ minutes, ...params }: { minutes: Minutes } & Place) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [room, setPlace] = useState(minutes.room)
  const [invigilators, setInvigilators] = useState(minutes.invigilators)
  const save = useMutation({
    ...mutation(setRoom),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [getMinutes.path] }),
  })
  const isSame = room.trim() === minutes.room && invigilators.trim() === minutes.invigilators
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ params, body: { room: room.trim(), invigilators: invigilators.trim() } })
  }
  return (
    <form onSubmit={submit} className="minutes__room no-print">
      <Field label={t('attempts.staff.minutes.room')}>
        <Input value={room} maxLength={200} onChange={({ target }) => setPlace(target.value)} />
      </Field>
      <Field label={t('attempts.staff.minutes.who')} hint={t('attempts.staff.minutes.whoHint')}>
        <Input value={invigilators} maxLength={500} onChange={({ target }) => setInvigilators(target.value)} />
      </Field>
      <Button type="submit" busy={save.isPending} reason={isSame ? t('attempts.staff.minutes.same') : undefined}>
        {t('common.save')}
      </Button>
      <Failed error={save.error} />
    </form>
  )
}
