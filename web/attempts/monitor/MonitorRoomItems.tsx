import { useText } from '#web/text/text.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { awaitedAmong, readersAmong } from './acts.ts'
import type { WatchedLine } from './state.ts'

type Props = { lines: readonly WatchedLine[]; isOver: boolean; onAsk: (act: 'message' | 'attendance') => void }

/** Menu items for messages and attendance, each with a reason when it applies to no selected student. */
export function MonitorRoomItems({ lines, isOver, onAsk }: Props) {
  const { t } = useText()
  const nobodyReads = readersAmong(lines).length === 0
  const nobodyAwaited = awaitedAmong(lines).length === 0
  return (
    <>
      {!isOver && (
        <MenuItem
          icon="info"
          reason={nobodyReads ? t('attempts.staff.message.none') : undefined}
          onChoose={() => onAsk('message')}
        >
          {t('attempts.staff.message.label')}
        </MenuItem>
      )}
      <MenuItem
        icon="students"
        reason={nobodyAwaited ? t('attempts.staff.attendance.none') : undefined}
        onChoose={() => onAsk('attendance')}
      >
        {t('attempts.staff.attendance.label')}
      </MenuItem>
    </>
  )
}
