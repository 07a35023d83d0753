import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { changeAttempts, monitorExam } from '#contract/attempts/monitor.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '#web/api.ts'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Chips } from '#web/ui/Chips.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import {
  type Act,
  type ActRequest,
  concernedBy,
  concernsClass,
  hasMinutes,
  type Intervention,
  interventionOf,
  undoOf,
} from './acts.ts'
import { MonitorOutcome } from './MonitorOutcome.tsx'
import { MonitorUnderWay } from './MonitorUnderWay.tsx'
import type { Live, WatchedLine } from './state.ts'

type Outcome = Reply<typeof changeAttempts>
type Props = {
  request: ActRequest<Act>
  live: Live
  lines: readonly WatchedLine[]
  courseId: string
  examId: string
  onClose: () => void
}
type SentIntervention = {
  intervention: Intervention
  reason: string
  /** null: of the slot, or of the whole class. */
  attemptIds: readonly string[] | null
}

/** The reasons that are given most, by action. */
const reasonsOf = {
  grant: ['device', 'keyboard', 'network', 'alarm', 'health'],
  pause: ['alarm', 'network', 'device', 'room', 'health'],
  resume: ['solved', 'alarmOver'],
  force_submit: ['end', 'left'],
  reopen: ['mistake', 'device', 'network'],
  void: ['fraud', 'double', 'mistake'],
} as const satisfies Record<Act, readonly string[]>
/** The number of attempts that one request accepts. */
const most = 2_000

/**
 * Confirms an action on attempts: its effect, its targets and the required reason; then shows the outcome for each
 * attempt.
 */
export function MonitorActDialog({ request, live, lines, courseId, examId, onClose }: Props) {
  const { t, list } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const form = useId()
  const { act } = request
  const [minutes, setMinutes] = useState(act === 'grant' ? 5 : 0)
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  // Filtered again at each poll: an attempt that closed meanwhile is left out.
  const chosen = lines.filter(({ studentId }) => request.students === null || request.students.includes(studentId))
  const targets = concernedBy(act, chosen)
  // A pause of one slot, or its end, also applies to students who start in it later.
  const slot = live.slots.length > 1 && (act === 'pause' || act === 'resume') ? (request.slot ?? null) : null
  const ofSlot = live.slots.find(({ number }) => number === slot)
  const nameOf = useSlotName(live.slots)
  const isClass = ofSlot
    ? concernsClass(act, { examStatus: live.examStatus, pause: live.pause ?? ofSlot.pause })
    : request.students === null && concernsClass(act, live)
  const isNothing = targets.length === 0 && !isClass
  const [only] = targets
  const who = { count: targets.length, name: only ? `${only.givenName} ${only.familyName}` : '' }

  const send = useMutation({
    mutationFn: (sent: SentIntervention) => intervene({ courseId, examId }, { ...sent, slot }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [monitorExam.path] }),
  })
  const confirm = async ({ intervention, ...why }: SentIntervention) => {
    const done = await send.mutateAsync({ intervention, ...why })
    const back = undoOf(intervention)
    const undo =
      back &&
      (() =>
        send.mutate({
          intervention: back,
          reason: t('attempts.staff.act.undo'),
          attemptIds: isClass ? null : done.changed,
        }))
    if (done.changed.length > 0 || isClass)
      say({
        text: t(
          isClass && (act === 'pause' || act === 'resume')
            ? `attempts.staff.pause.${act}${ofSlot ? 'SlotDone' : 'Done'}`
            : `attempts.staff.act.${act}.done`,
          { ...who, count: done.changed.length, signed: signed(minutes), slot: nameOf(slot ?? 0) },
        ),
        ...(undo ? { undo } : {}),
      })
    if (done.refused.length > 0) setOutcome(done)
    else onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (reason.trim() === '' || (act === 'grant' && minutes === 0) || isNothing) return
    // An action on the whole class also applies to students who join before the server handles it.
    const isOpenEnded = isClass || (request.students === null && act !== 'reopen' && act !== 'void')
    const attemptIds = isOpenEnded ? null : targets.flatMap(({ attemptId }) => attemptId ?? [])
    // A failure is shown in the dialog, from send.error.
    confirm({ intervention: interventionOf(act, minutes), reason: reason.trim(), attemptIds }).catch(() => undefined)
  }

  if (outcome) return <MonitorOutcome outcome={outcome} lines={lines} onClose={onClose} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        isClass && (act === 'pause' || act === 'resume')
          ? t(`attempts.staff.pause.${act}${ofSlot ? 'SlotTitle' : 'Title'}`, { slot: nameOf(slot ?? 0) })
          : t(`attempts.staff.act.${act}.title`, who)
      }
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            form={form}
            variant={act === 'void' ? 'danger' : 'primary'}
            busy={send.isPending}
            disabled={isNothing}
          >
            {act === 'grant'
              ? t(minutes < 0 ? 'attempts.staff.act.grant.take' : 'attempts.staff.act.grant.go', {
                  minutes: Math.abs(minutes),
                })
              : t(`attempts.staff.act.${act}.go`)}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="act-form" noValidate>
        <p>{t(`attempts.staff.act.${act}.text`)}</p>
        {isClass && act === 'pause' && <p>{t('attempts.staff.pause.newcomers')}</p>}
        {isNothing && <p>{t('attempts.staff.act.nothing')}</p>}
        {targets.length > 0 && targets.length < chosen.length && (
          <p>{t('attempts.staff.act.some', { count: targets.length, chosen: chosen.length })}</p>
        )}
        {targets.length > 1 && targets.length <= 6 && (
          <p className="small muted">{list(targets.map((line) => `${line.givenName} ${line.familyName}`))}</p>
        )}
        {hasMinutes(act) && (
          <Field
            label={t('attempts.staff.act.minutes')}
            hint={t(act === 'grant' ? 'attempts.staff.act.minutesGrant' : 'attempts.staff.act.minutesReopen')}
            error={isTried && act === 'grant' && minutes === 0 ? t('attempts.staff.act.noMinutes') : null}
          >
            <NumberStepper value={minutes} onChange={setMinutes} min={act === 'grant' ? -240 : 0} max={240} />
          </Field>
        )}
        <Field
          label={t('attempts.staff.act.reason')}
          hint={t('attempts.staff.act.reasonHint')}
          error={isTried && reason.trim() === '' ? t('attempts.staff.act.reasonMissing') : null}
          required
        >
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Chips
          label={t('attempts.staff.act.reasonsLabel')}
          options={reasonsOf[act].map((id) => t(`attempts.staff.act.reasons.${id}`))}
          value={reason}
          onPick={setReason}
        />
        {send.isPending && <MonitorUnderWay underWay={live.underWay} />}
        <Failed error={send.error} />
      </form>
    </Dialog>
  )
}

async function intervene(
  params: { courseId: string; examId: string },
  { attemptIds, slot, ...body }: SentIntervention & { slot: number | null },
): Promise<Outcome> {
  if (attemptIds === null)
    return call(changeAttempts, { params, body: { ...body, ...(slot === null ? {} : { slot }) } })
  const outcome: Outcome = { changed: [], refused: [] }
  for (let from = 0; from < attemptIds.length; from += most) {
    const some = [...attemptIds.slice(from, from + most)]
    const done = await call(changeAttempts, { params, body: { ...body, attemptIds: some } })
    outcome.changed.push(...done.changed)
    outcome.refused.push(...done.refused)
  }
  return outcome
}

const signed = (minutes: number) => `${minutes < 0 ? '−' : '+'} ${Math.abs(minutes)}`
