import { useText } from '#web/text/text.tsx'

type Props = { allowedMs: number; limitMinutes: number }

/** « 80 min, dont 20 min de temps majoré », and the two lengths on one graduated rule. */
export function DurationRule({ allowedMs, limitMinutes }: Props) {
  const { t, duration } = useText()
  const total = allowedMs / 1000
  const base = limitMinutes * 60
  const extra = total - base
  if (extra < 30) return <p className="rules-big">{duration(total)}</p>
  return (
    <>
      <p className="rules-big">
        {t('attempts.rules.durationWithExtra', { total: duration(total), extra: duration(extra) })}
      </p>
      <div className="duration-rule" aria-hidden="true">
        <Drawing share={base / total} minutes={total / 60} />
        <p className="duration-rule__legend">
          <span>{t('attempts.rules.forAll', { duration: duration(base) })}</span>
          <span>{t('attempts.rules.extra', { duration: duration(extra) })}</span>
        </p>
      </div>
    </>
  )
}

function Drawing({ share, minutes }: { share: number; minutes: number }) {
  // A tick every 5 minutes and a long one every 15; exams above 150 minutes have coarser ticks.
  const step = minutes <= 150 ? 5 : 15
  const ticks = Array.from({ length: Math.floor(minutes / step) + 1 }, (_, index) => index * step)
  const x = (at: number) => (320 * at) / minutes
  return (
    <svg className="duration-rule__svg" viewBox="0 0 320 24" preserveAspectRatio="none" focusable="false">
      {ticks.map((tick) => (
        <path key={tick} className="tick" d={`M${x(tick)} 18v${tick % (step * 3) === 0 ? -12.6 : -6.3}`} />
      ))}
      <rect className="base" x="0" y="19" width={320 * share - 1} height="5" />
      <rect className="extra" x={320 * share + 1} y="19" width={320 * (1 - share) - 1} height="5" />
    </svg>
  )
}
