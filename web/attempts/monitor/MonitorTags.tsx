import { useText } from '#web/text/text.tsx'
import { isNotedAbsent, type WatchedLine } from './state.ts'

/** Beside a name, discreetly: what was granted, another device, what waits on it, a message not read yet. */
export function MonitorTags({ line }: { line: WatchedLine }) {
  const { t } = useText()
  const { grantedMinutes, deviceCount, unsyncedCount, unreadCount, alert, status, isPaper, attendance, startedAt } =
    line
  // Who has not started, or is done, has no screen to read on.
  const isReading = status === 'in_progress' || status === 'paused'
  const tags = [
    isPaper && t('attempts.staff.table.paper'),
    attendance !== null &&
      isNotedAbsent(line) &&
      startedAt !== null &&
      alert !== 'was_absent' &&
      t('attempts.staff.table.wasAbsent', { status: t(`attempts.staff.attendance.${attendance}`) }),
    grantedMinutes !== 0 && t('attempts.staff.table.granted', { minutes: signed(grantedMinutes) }),
    // The state column says it already when it is why the line is looked at.
    deviceCount > 1 && alert !== 'second_device' && t('attempts.staff.table.devices', { count: deviceCount }),
    unsyncedCount > 0 && alert !== 'unsynced' && t('attempts.staff.table.unsynced', { count: unsyncedCount }),
    unreadCount > 0 && isReading && t('attempts.staff.table.unread', { count: unreadCount }),
  ]
  return tags.map(
    (tag) =>
      tag && (
        <span key={tag} className="monitor-row__extra">
          {tag}
        </span>
      ),
  )
}

const signed = (minutes: number) => `${minutes < 0 ? '−' : '+'} ${Math.abs(minutes)}`
