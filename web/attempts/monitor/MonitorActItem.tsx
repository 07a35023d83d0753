import { useText } from '#web/text/text.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { type Act, concernedBy, reopeningBarred, type StaffRole } from './acts.ts'
import type { WatchedLine } from './state.ts'

const icons = {
  grant: 'clock',
  pause: 'pause',
  resume: 'play',
  force_submit: 'download',
  reopen: 'undo',
  void: 'cross',
} as const

type Props = { act: Act; lines: readonly WatchedLine[]; role: StaffRole | undefined; onAsk: (act: Act) => void }

/** One action in a menu; when it is not possible, shows the reason. */
export function MonitorActItem({ act, lines, role, onAsk }: Props) {
  const { t } = useText()
  const isForTrainers = act === 'void' && role === 'invigilator'
  const barred = act === 'reopen' ? reopeningBarred(lines) : null
  const reason = isForTrainers
    ? t('attempts.staff.act.void.trainersOnly')
    : barred
      ? t(`refusal.${barred}`)
      : concernedBy(act, lines).length === 0
        ? t(`attempts.staff.act.${act}.none`)
        : undefined
  return (
    <MenuItem icon={icons[act]} danger={act === 'void'} reason={reason} onChoose={() => onAsk(act)}>
      {t(`attempts.staff.act.${act}.label`)}
    </MenuItem>
  )
}
