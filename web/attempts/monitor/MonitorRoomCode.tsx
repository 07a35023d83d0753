import { useText } from '#web/text/text.tsx'
import type { Live } from './state.ts'
import { useElapsed } from './use-monitor.ts'

/** The room code that starting requires, if any: to be announced in the room. */
export function MonitorRoomCode({ live }: { live: Live }) {
  const { t, countdown } = useText()
  const elapsed = useElapsed(live)
  if (live.roomCode === null) return null
  const { code, turnsInMs } = live.roomCode
  return (
    <p className="monitor-room-code">
      {t('attempts.staff.code.room')} <strong translate="no">{code}</strong>
      {turnsInMs !== null && (
        <span className="small muted">
          {t('attempts.staff.code.roomTurns', { left: countdown(Math.max(0, turnsInMs - elapsed) / 1000) })}
        </span>
      )}
    </p>
  )
}
