import { useCallback } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { downloadCopy } from './copy-download.ts'
import { useSeconds } from './use-seconds.ts'
import type { LiveSitting } from './use-sitting.ts'

/** Offered only after this delay, because most failed saves succeed on retry before it. */
const patienceMs = 60_000

/** Offers a signed file of the answers to hand to the invigilator, when they cannot be sent. */
export function CopyFile({ engine, state, isUrgent = !state.isKept }: LiveSitting & { isUrgent?: boolean }) {
  const { t } = useText()
  const read = useCallback(() => (engine.stuckMs() >= patienceMs ? 1 : 0), [engine])
  const isLong = useSeconds(read) === 1
  if (state.waiting === 0 || !(isUrgent || isLong)) return null
  return (
    <div className="copy-file">
      <p>{t('attempts.banner.file')}</p>
      <Button size="small" onClick={() => downloadCopy(state.copy, engine.filed())}>
        {t('attempts.banner.download')}
      </Button>
    </div>
  )
}
