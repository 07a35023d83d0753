import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { browserPlaceOf, browserPlaces, type Live, type MonitorFilter, type WatchedLine } from './state.ts'

type Props = {
  live: Live
  lines: readonly WatchedLine[]
  chosen: MonitorFilter['browser']
  onChange: (browser: MonitorFilter['browser']) => void
}

/** Who is in Safe Exam Browser, as a filter with its counts, and the password that quits it. */
export function MonitorBrowser({ live: { lockedBrowser }, lines, chosen, onChange }: Props) {
  const { t } = useText()
  const [isShown, setShown] = useState(false)
  if (lockedBrowser === null) return null
  const counted = browserPlaces.map((place) => ({
    value: place,
    label: t(`attempts.staff.browser.${place}`),
    count: lines.filter((line) => browserPlaceOf(line) === place).length,
  }))
  return (
    <div className="monitor-browser">
      <Segmented
        legend={t(`attempts.staff.browser.use.${lockedBrowser.use}`)}
        value={chosen ?? 'all'}
        onChange={(place) => onChange(place === 'all' ? null : place)}
        options={[
          { value: 'all' as const, label: t('attempts.staff.filter.all'), count: lines.length },
          ...counted.filter(({ value, count }) => count > 0 || value === chosen),
        ]}
      />
      {lockedBrowser.quitPassword !== null && (
        <p className="small">
          {t('attempts.staff.browser.quitPassword')}{' '}
          {isShown ? (
            <code>{lockedBrowser.quitPassword}</code>
          ) : (
            <Button size="small" variant="quiet" onClick={() => setShown(true)}>
              {t('attempts.staff.browser.show')}
            </Button>
          )}
        </p>
      )}
    </div>
  )
}
