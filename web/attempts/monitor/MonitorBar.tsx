import { isExamOver } from '#core/exams/exam.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { type Act, type Acted, type Chooser, concernedBy, concernsClass, lateActs, type StaffRole } from './acts.ts'
import { MonitorActItem } from './MonitorActItem.tsx'
import { MonitorRoomItems } from './MonitorRoomItems.tsx'
import type { Live, WatchedLine } from './state.ts'

type Props = {
  shown: readonly WatchedLine[]
  /** The selected rows among those shown; an empty selection means all of them. */
  chosen: readonly WatchedLine[]
  isEveryone: boolean
  live: Live
  role: StaffRole | undefined
  onChoose: Chooser
  onAsk: (act: Acted) => void
}

const firstActs = [
  { act: 'grant', icon: 'clock' },
  { act: 'pause', icon: 'pause' },
  { act: 'resume', icon: 'play' },
] as const

const otherActs = ['force_submit', 'reopen', 'void'] as const

/** Actions on one, some or all rows; sticky above the table, and at the bottom of the screen on a phone. */
export function MonitorBar({ shown, chosen, isEveryone, live, role, onChoose, onAsk }: Props) {
  const { t } = useText()
  const isOver = isExamOver(live.examStatus)
  const isAll = chosen.length === shown.length
  const targets = chosen.length > 0 ? chosen : shown
  const isPossible = (act: Act) => concernedBy(act, targets).length > 0 || (isEveryone && concernsClass(act, live))
  return (
    <div className="monitor-bar" role="group" aria-label={t('attempts.staff.bar.label')}>
      <div className="monitor-bar__whom">
        <Checkbox
          bare
          label={isAll ? t('attempts.staff.bar.clear') : t('attempts.staff.bar.all')}
          checked={isAll}
          partly={chosen.length > 0 && !isAll}
          onChange={() => onChoose(isAll ? [] : shown)}
        />
        <span aria-live="polite">
          {chosen.length > 0 && t('attempts.staff.bar.chosen', { count: chosen.length })}
          {chosen.length === 0 && isEveryone && t('attempts.staff.bar.everyone')}
          {chosen.length === 0 && !isEveryone && t('attempts.staff.bar.shown', { count: shown.length })}
        </span>
      </div>
      {!isOver &&
        firstActs.map(({ act, icon }) => (
          <Button
            key={act}
            disabled={!isPossible(act)}
            title={isPossible(act) ? undefined : t(`attempts.staff.act.${act}.none`)}
            onClick={() => onAsk(act)}
          >
            <Icon name={icon} />
            {t(`attempts.staff.act.${act}.short`)}
          </Button>
        ))}
      <Menu
        label={
          <>
            <Icon name="more" />
            <span className="monitor-bar__more">{t('attempts.staff.bar.more')}</span>
          </>
        }
        chevron={false}
      >
        {(isOver ? lateActs : otherActs).map((act) => (
          <MonitorActItem key={act} act={act} lines={targets} role={role} onAsk={onAsk} />
        ))}
        <MonitorRoomItems lines={targets} isOver={isOver} onAsk={onAsk} />
      </Menu>
    </div>
  )
}
