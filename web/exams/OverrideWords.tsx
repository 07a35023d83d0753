import { useText } from '#web/text/text.tsx'
import type { OwnTerms } from './OverrideDialog.tsx'

/** What differs for one student, with the reason: « +10 min, salle 303 (plâtre) ». */
export function OverrideWords({ override, timeZone }: { override: OwnTerms; timeZone: string }) {
  const { t, list, dateTime } = useText()
  const { opensAt, closesAt, minutes, room, reason } = override
  const at = (instant: string | null) => (instant ? dateTime(instant, timeZone) : '…')
  const said = [
    ...(opensAt || closesAt ? [t('exams.who.differs.window', { from: at(opensAt), to: at(closesAt) })] : []),
    ...(minutes > 0 ? [t('exams.who.differs.minutes', { minutes })] : []),
    ...(room ? [t('exams.who.differs.room', { room })] : []),
  ]
  return (
    <span>
      {list(said)} <span className="muted">({reason})</span>
    </span>
  )
}
