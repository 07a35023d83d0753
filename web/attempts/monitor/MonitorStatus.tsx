import { useText } from '#web/text/text.tsx'
import type { Tone } from '#web/ui/Badge.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { GlyphShape } from '#web/ui/StatusGlyph.tsx'
import type { Alert, Live, WatchedLine } from './state.ts'
import { isLive, useElapsed } from './use-monitor.ts'

type Look = { shape: GlyphShape; tone: Tone }

/** The state or the alert of an attempt, as an icon and words, so that colour is not the only sign. */
export function MonitorStatus({ line, live }: { line: WatchedLine; live: Live }) {
  if (line.alert !== null) return <Alerted line={line} live={live} alert={line.alert} />
  return <Plain line={line} live={live} />
}

const alertLooks: Record<Alert, Look> = {
  browser_refused: { shape: 'bad', tone: 'bad' },
  unreachable: { shape: 'bad', tone: 'bad' },
  silent: { shape: 'bad', tone: 'bad' },
  unsynced: { shape: 'local', tone: 'warn' },
  time_nearly_over: { shape: 'warn', tone: 'warn' },
  second_device: { shape: 'local', tone: 'warn' },
  was_absent: { shape: 'absent', tone: 'warn' },
  paused: { shape: 'paused', tone: 'plain' },
  not_started: { shape: 'todo', tone: 'warn' },
}

function Alerted({ line, live, alert }: { line: WatchedLine; live: Live; alert: Alert }) {
  const { t, duration } = useText()
  const elapsed = useElapsed(live)
  const since = alert === 'unreachable' ? line.unheardMs : line.silentMs
  const seconds = ((since ?? 0) + elapsed) / 1_000
  // Network silences are shown in seconds below 90 s, other silences in minutes.
  const silentFor = alert === 'unreachable' && seconds < 90 ? Math.round(seconds) : Math.round(seconds / 60) * 60
  const count = countOf(alert, { line, live })
  return (
    <Status {...alertLooks[alert]}>{t(`attempts.staff.alert.${alert}`, { count, time: duration(silentFor) })}</Status>
  )
}

function countOf(alert: Alert, { line, live }: { line: WatchedLine; live: Live }) {
  if (alert === 'second_device') return line.deviceCount
  return alert === 'unsynced' ? line.unsyncedCount : live.questionCount - line.answeredCount
}

function Plain({ line, live }: { line: WatchedLine; live: Live }) {
  const { t, time } = useText()
  const { status, attemptId, attendance } = line
  if (attendance !== null && line.startedAt === null) {
    return (
      <Status shape={attendance === 'present' ? 'todo' : 'absent'} tone="muted">
        {t(`attempts.staff.attendance.${attendance}`)}
      </Status>
    )
  }
  if (status === 'ready') {
    const id = isLive(live) ? (attemptId === null ? 'noCopy' : 'ready') : 'absent'
    return (
      <Status shape={id === 'absent' ? 'absent' : 'todo'} tone="muted">
        {t(`attempts.staff.state.${id}`)}
      </Status>
    )
  }
  const state = line.isCollected ? 'collected' : status
  return (
    <Status {...looks[state]}>
      {t(`attempts.staff.state.${state}`, { at: line.closedAt === null ? '' : time(line.closedAt) })}
    </Status>
  )
}

const looks: Record<Exclude<WatchedLine['status'], 'ready'> | 'collected', Look> = {
  in_progress: { shape: 'current', tone: 'plain' },
  paused: { shape: 'paused', tone: 'plain' },
  submitted: { shape: 'done', tone: 'good' },
  collected: { shape: 'full', tone: 'plain' },
  expired: { shape: 'timeout', tone: 'plain' },
  voided: { shape: 'wrong', tone: 'muted' },
  absent: { shape: 'absent', tone: 'muted' },
}
