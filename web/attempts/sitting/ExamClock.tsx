import { useCallback } from 'react'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useClockHidden } from './use-clock-hidden.ts'
import { useSeconds } from './use-seconds.ts'
import type { LiveSitting } from './use-sitting.ts'

const soonSeconds = 300

/**
 * The time left, an arc and a button that hides them. Not a live region: TimeVoice announces the time at a few moments.
 */
export function ExamClock({ engine, state: { clock, copy, isClockUnsure } }: LiveSitting) {
  const { t, countdown, time } = useText()
  const read = useCallback(() => Math.ceil(engine.leftMs() / 1000), [engine])
  const left = useSeconds(read)
  const isPaused = clock.status === 'paused'
  const isSoon = left <= soonSeconds && !isPaused
  const { isHidden, toggle } = useClockHidden(isSoon)
  // The end according to the server, in the school's time zone; it changes only with a reply of the server.
  const endsAt = Date.parse(clock.serverNow) + clock.remainingMs
  const under = isClockUnsure
    ? t('attempts.clock.unsure')
    : isPaused
      ? t('attempts.clock.paused')
      : left <= 0
        ? t('attempts.clock.over')
        : isSoon
          ? t('attempts.clock.soon')
          : t('attempts.clock.endsAt', { time: time(endsAt, copy.timeZone) })
  return (
    <div className={isSoon ? 'clock clock--soon' : 'clock'}>
      {!isHidden && (
        <p className="clock__time" role="timer" aria-label={t('attempts.clock.left')}>
          <Arc share={(left * 1000) / Math.max(copy.allowedMs, clock.remainingMs, 1)} />
          <span>
            <span className="clock__digits">{countdown(left)}</span>
            <span className="clock__under">{under}</span>
          </span>
        </p>
      )}
      <button
        type="button"
        className="clock__toggle"
        aria-label={t(isHidden ? 'attempts.clock.show' : 'attempts.clock.hide')}
        onClick={toggle}
      >
        <Icon name={isHidden ? 'eye' : 'eye-off'} />
        {isHidden && <span aria-hidden="true">{t('attempts.clock.showShort')}</span>}
      </button>
    </div>
  )
}

function Arc({ share }: { share: number }) {
  const length = Math.round(Math.min(1, share) * 1000) / 10
  return (
    <svg className="clock__arc" viewBox="0 0 36 36" aria-hidden="true" focusable="false">
      <circle className="track" cx="18" cy="18" r="15" />
      {length > 0 && (
        <circle className="left" cx="18" cy="18" r="15" pathLength="100" strokeDasharray={`${length} 100`} />
      )}
    </svg>
  )
}
