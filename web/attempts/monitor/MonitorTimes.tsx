import { useText } from '#web/text/text.tsx'
import { Status } from '#web/ui/Status.tsx'
import { type Live, type WatchedLine, worryOf } from './state.ts'
import { useElapsed } from './use-monitor.ts'

type Props = { line: WatchedLine; live: Live }

/** Since when the page of this student was not heard; once the copy is closed, when its last answer was saved. */
export function MonitorSeen({ line, live }: Props) {
  const { t, duration, exactTime } = useText()
  const elapsed = useElapsed(live)
  const isRunning = line.status === 'in_progress' || line.status === 'paused'
  if (!isRunning) return line.lastSavedAt && <span className="muted">{exactTime(line.lastSavedAt)}</span>
  if (line.heardAt === null) return null
  const unheardMs = Math.max(0, Date.parse(live.serverNow) - Date.parse(line.heardAt) + elapsed)
  const seconds = Math.floor(unheardMs / 1_000)
  const words = t('attempts.staff.table.seen', { time: duration(seconds < 90 ? seconds : seconds - (seconds % 60)) })
  const worry = worryOf(unheardMs)
  if (worry === 'none') return <span className="muted">{words}</span>
  return (
    <Status shape={worry} tone={worry}>
      {words}
    </Status>
  )
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
