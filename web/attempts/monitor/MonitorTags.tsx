import { useText } from '#web/text/text.tsx'
import { browserPlaceOf, isNotedAbsent, type Live, type WatchedLine } from './state.ts'

/** Secondary facts beside a name: time granted, other devices, unsent answers, unread messages. */
export function MonitorTags({ line, live }: { line: WatchedLine; live: Live }) {
  const { t } = useText()
  const {
    grantedMinutes,
    deviceCount,
    unsyncedCount,
    unreadCount,
    alert,
    status,
    isRobot,
    isPaper,
    attendance,
    startedAt,
  } = line
  // Students who have not started or have finished have no page on which to read a message.
  const isReading = status === 'in_progress' || status === 'paused'
  const browser = live.lockedBrowser === null ? null : browserPlaceOf(line)
  const tags = [
    browser !== null && browser !== 'unheard' && alert !== 'browser_refused' && t(`attempts.staff.browser.${browser}`),
    browser === 'refused' && line.browser?.fault && t(`attempts.staff.browser.faults.${line.browser.fault}`),
    browser === 'inside' && line.browser?.outsideAt && t('attempts.staff.browser.wasOutside'),
    isRobot && t('attempts.staff.table.robot'),
    isPaper && t('attempts.staff.table.paper'),
    attendance !== null &&
      isNotedAbsent(line) &&
      startedAt !== null &&
      alert !== 'was_absent' &&
      t('attempts.staff.table.wasAbsent', { status: t(`attempts.staff.attendance.${attendance}`) }),
    grantedMinutes !== 0 && t('attempts.staff.table.granted', { minutes: signed(grantedMinutes) }),
    // Left out when the state column already shows this alert.
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
