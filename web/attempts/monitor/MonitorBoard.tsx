import { type ReactNode, useState } from 'react'
import { at } from '#web/addresses.ts'
import { useSlotInAddress } from '#web/exams/SlotFilter.tsx'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { useAddress } from '#web/ui/use-address.ts'
import type { ActRequest, StaffRole } from './acts.ts'
import { MonitorActDialog } from './MonitorActDialog.tsx'
import { MonitorAttendanceDialog } from './MonitorAttendanceDialog.tsx'
import { MonitorBar } from './MonitorBar.tsx'
import { MonitorBrowser } from './MonitorBrowser.tsx'
import { MonitorFilters } from './MonitorFilters.tsx'
import { MonitorMessageDialog } from './MonitorMessageDialog.tsx'
import { MonitorPassDialog } from './MonitorPassDialog.tsx'
import { MonitorTable } from './MonitorTable.tsx'
import { MonitorUnderWay } from './MonitorUnderWay.tsx'
import {
  browserPlaces,
  filterMonitorLines,
  type Live,
  type MonitorFilter,
  monitorBlocks,
  type WatchedLine,
  watch,
} from './state.ts'
import { isLive } from './use-monitor.ts'

type Props = {
  live: Live
  role: StaffRole | undefined
  courseId: string
  examId: string
  /** Between the pauses, which come first, and the table. */
  children: ReactNode
}

/** The filtered table, its selection and the current action. */
export function MonitorBoard({ live, role, courseId, examId, children }: Props) {
  const { t, exactTime } = useText()
  const [filter, setFilter] = useMonitorFilter()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [request, setRequest] = useState<ActRequest | null>(null)
  const all = watch(live)
  const shown = filterMonitorLines(all, filter)
  const isNarrow = filter.group !== '' || filter.place !== null || filter.search !== '' || filter.browser !== null
  const isFiltered = filter.slot !== null || isNarrow
  // A selected student hidden by a filter is left out of the action: only visible rows are acted on.
  const chosenShown = shown.filter(({ studentId }) => chosen.has(studentId))
  const targets = chosenShown.length > 0 ? chosenShown : shown
  const isOneSlot = !isNarrow && chosenShown.length === 0
  const nameOf = useSlotName(live.slots)
  const idsIn = (slot: number) => all.filter((line) => line.slot === slot).map(({ studentId }) => studentId)
  const isEveryone = !isFiltered && chosenShown.length === 0
  return (
    <section className="monitor" aria-label={t('attempts.staff.table.caption')}>
      {live.pause && <PauseBand pause={live.pause} onResume={() => setRequest({ act: 'resume', students: null })} />}
      {live.slots.map(
        ({ number, pause }) =>
          pause && (
            <PauseBand
              key={number}
              pause={pause}
              slotName={nameOf(number)}
              onResume={() => setRequest({ act: 'resume', students: idsIn(number), slot: number })}
            />
          ),
      )}
      <MonitorUnderWay underWay={live.underWay} />
      {children}
      <MonitorFilters lines={all} slots={live.slots} filter={filter} onChange={setFilter} />
      <MonitorBrowser live={live} lines={all} chosen={filter.browser} onChange={(browser) => setFilter({ browser })} />
      {shown.length === 0 ? (
        <EmptyState
          title={t('attempts.staff.live.noneTitle')}
          actions={
            <Button onClick={() => setFilter({ group: '', place: null, search: '', slot: null, browser: null })}>
              {t('attempts.staff.live.noneGo')}
            </Button>
          }
        />
      ) : (
        <>
          <MonitorBar
            shown={shown}
            chosen={chosenShown}
            isEveryone={isEveryone}
            live={live}
            role={role}
            onChoose={(lines) => setChosen(new Set(lines.map(({ studentId }) => studentId)))}
            onAsk={(act) =>
              setRequest({
                act,
                students: isEveryone ? null : targets.map(({ studentId }) => studentId),
                slot: isOneSlot ? filter.slot : null,
              })
            }
          />
          <MonitorTable
            live={live}
            lines={shown}
            chosen={chosen}
            role={role}
            inExam={at.course(courseId).exam(examId)}
            onToggle={(line) => setChosen(toggled(chosen, line.studentId))}
            onAsk={(act, line) => setRequest({ act, students: [line.studentId] })}
          />
        </>
      )}
      <p className="small muted monitor__fresh">
        {t(isLive(live) ? 'attempts.staff.live.fresh' : 'attempts.staff.live.freshSlow', {
          at: exactTime(live.serverNow),
        })}
      </p>
      {request && (
        <RequestDialog
          request={request}
          live={live}
          lines={all}
          {...{ courseId, examId }}
          onClose={() => setRequest(null)}
        />
      )}
    </section>
  )
}

type PauseProps = { pause: NonNullable<Live['pause']>; slotName?: string; onResume: () => void }

/** The pause of the whole class or of a slot, which also applies to students who start now; shown until it ends. */
function PauseBand({ pause, slotName, onResume }: PauseProps) {
  const { t, time } = useText()
  return (
    <Notice
      tone="warn"
      icon="pause"
      live="status"
      actions={
        <Button onClick={onResume}>
          <Icon name="play" />
          {slotName === undefined
            ? t('attempts.staff.pause.resume')
            : t('attempts.staff.pause.slotResume', { slot: slotName })}
        </Button>
      }
    >
      <p>
        <strong>
          {slotName === undefined
            ? t('attempts.staff.pause.since', { at: time(pause.since) })
            : t('attempts.staff.pause.slotSince', { at: time(pause.since), slot: slotName })}
        </strong>{' '}
        {t('attempts.staff.pause.newcomers')} <span className="muted">{pause.reason}</span>
      </p>
    </Notice>
  )
}

type DialogProps = {
  request: ActRequest
  live: Live
  lines: readonly WatchedLine[]
  courseId: string
  examId: string
  onClose: () => void
}

function RequestDialog({ request: { act, students, slot = null }, live, ...rest }: DialogProps) {
  if (act === 'message') return <MonitorMessageDialog students={students} {...rest} />
  if (act === 'browser') return <MonitorPassDialog students={students} {...rest} />
  if (act === 'attendance') return <MonitorAttendanceDialog students={students} {...rest} />
  return <MonitorActDialog key={act} request={{ act, students, slot }} live={live} {...rest} />
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}

/** The values of a filter in the query string, in French like the site's other URLs. */
const inAddress = {
  attention: 'a-regarder',
  running: 'en-cours',
  waiting: 'pas-commence',
  absent: 'absents',
  closed: 'rendues',
} as const

const browserInAddress = {
  refused: 'refuse',
  outside: 'ailleurs',
  excused: 'dispense',
  inside: 'verrouille',
  unheard: 'inconnu',
} as const

function useMonitorFilter(): [MonitorFilter, (change: Partial<MonitorFilter>) => void] {
  const [read, write] = useAddress()
  const place = monitorBlocks.find((one) => inAddress[one] === read('etat')) ?? null
  const [slot] = useSlotInAddress()
  const browser = browserPlaces.find((one) => browserInAddress[one] === read('navigateur')) ?? null
  const filter = { group: read('groupe'), place, search: read('recherche'), slot, browser }
  const change = (part: Partial<MonitorFilter>) => {
    const next = { ...filter, ...part }
    write({
      groupe: next.group,
      etat: next.place && inAddress[next.place],
      recherche: next.search,
      navigateur: next.browser && browserInAddress[next.browser],
      creneau: next.slot === null ? null : String(next.slot),
    })
  }
  return [filter, change]
}
