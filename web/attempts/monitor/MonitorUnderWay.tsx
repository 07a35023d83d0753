import { useText } from '#web/text/text.tsx'
import { ProgressBar } from '#web/ui/ProgressBar.tsx'
import type { Live } from './state.ts'

/** How far an action on many attempts is; shown to all who watch the room. */
export function MonitorUnderWay({ underWay }: Pick<Live, 'underWay'>) {
  const { t } = useText()
  if (!underWay) return null
  const { type, done, total } = underWay
  return (
    <ProgressBar
      label={t('attempts.staff.act.underWay', { act: t(`attempts.staff.act.${type}.label`) })}
      done={done}
      total={total}
    >
      {t('attempts.staff.act.underWayCount', { done, total })}
    </ProgressBar>
  )
}
