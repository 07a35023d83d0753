import { useCallback } from 'react'
import { useText } from '#web/text/text.tsx'
import type { SaveState } from './save-state.ts'
import type { SittingState } from './state.ts'
import { useSeconds } from './use-seconds.ts'

const looks = {
  none: 'none',
  saving: 'saving',
  saved: 'saved',
  local: 'local',
  failing: 'failed',
  refused: 'failed',
} as const satisfies Record<SaveState['kind'], string>

/**
 * The state of saving in one sentence. Not a live region: announcing each save would interrupt the reading of the
 * question; failures are announced by the banners.
 */
export function SittingSaveLine({ state: { save, copy } }: { state: Pick<SittingState, 'save' | 'copy'> }) {
  return (
    <p className={`save-line save-line--${looks[save.kind]}`} data-save={save.kind}>
      <span className="save-line__glyph" aria-hidden="true" />
      <span>
        <Sentence save={save} timeZone={copy.timeZone} />
      </span>
    </p>
  )
}

function Sentence({ save, timeZone }: { save: SaveState; timeZone: string }) {
  const { t } = useText()
  switch (save.kind) {
    case 'none':
      return <span className="phone-hide">{t('attempts.save.none')}</span>
    case 'saving':
      return <>{t('attempts.save.saving')}</>
    case 'saved':
      return <Saved save={save} timeZone={timeZone} />
    case 'local':
      return (
        <>
          <span className="phone-hide">
            {t(save.isWritten ? 'attempts.save.local' : 'attempts.save.pageOnly', { count: save.waiting })}
          </span>
          <span className="phone-only">
            {t(save.isWritten ? 'attempts.save.localShort' : 'attempts.save.pageOnlyShort', { count: save.waiting })}
          </span>
        </>
      )
    case 'failing':
      return <Retry at={save.retryAt} />
    case 'refused':
      return <>{t('attempts.save.refused')}</>
  }
}

/** The time of the last save by this page; after a reload, also the number of answers already saved. */
function Saved({ save, timeZone }: { save: Extract<SaveState, { kind: 'saved' }>; timeZone: string }) {
  const { t, time, exactTime } = useText()
  const short = t('attempts.save.saved', { time: exactTime(save.at, timeZone) })
  if (save.isFromHere || save.count === 0) return <time dateTime={save.at}>{short}</time>
  return (
    <time dateTime={save.at}>
      <span className="phone-hide">
        {t('attempts.save.savedBefore', { count: save.count, time: time(save.at, timeZone) })}
      </span>
      <span className="phone-only">{short}</span>
    </time>
  )
}

function Retry({ at }: { at: number }) {
  const { t } = useText()
  const read = useCallback(() => Math.ceil((at - performance.now()) / 1000), [at])
  const seconds = useSeconds(read)
  return <>{seconds > 0 ? t('attempts.save.failing', { seconds }) : t('attempts.save.failingNow')}</>
}
