import { useText } from '#web/text/text.tsx'
import type { Live, WatchedLine } from './state.ts'
import { useElapsed } from './use-monitor.ts'

type Props = { line: WatchedLine; live: Live }

/** The time since the server last acknowledged an answer of this student. */
export function MonitorAge({ line, live }: Props) {
  const { relative, exactTime } = useText()
  const elapsed = useElapsed(live)
  if (line.lastSavedAt === null) return null
  const isRunning = line.status === 'in_progress' || line.status === 'paused'
  const age = relative(line.lastSavedAt, Math.max(Date.parse(line.lastSavedAt), Date.parse(live.serverNow) + elapsed))
  const tone = line.alert === 'silent' ? 'tone--bad' : 'muted'
  return <span className={tone}>{isRunning ? age : exactTime(line.lastSavedAt)}</span>
}

/** The time left, counted down between two polls; stopped while the attempt is paused. */
export function MonitorLeft({ line, live }: Props) {
  const { t, countdown } = useText()
  const elapsed = useElapsed(live)
  if (line.status === 'ready' && line.alert !== null)
    return <span className="muted">{t('attempts.staff.table.notRunning')}</span>
  if (line.remainingMs === null) return null
  const left = line.remainingMs - (line.status === 'in_progress' ? elapsed : 0)
  return <span className={line.alert === 'time_nearly_over' ? 'tone--warn' : undefined}>{countdown(left / 1000)}</span>
}
