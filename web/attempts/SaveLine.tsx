import { useCallback } from 'react'
import { useText } from '#web/text/text.tsx'
import type { SaveState } from './save-state.ts'
import type { SittingState } from './sitting-state.ts'
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
 * One discreet sentence that is always true. Not a live region: a voice after every tick would drown the question;
 * what is wrong is said by the banners.
 */
export function SaveLine({ state: { save, copy } }: { state: Pick<SittingState, 'save' | 'copy'> }) {
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
  const { t, exactTime } = useText()
  switch (save.kind) {
    case 'none':
      return <span className="phone-hide">{t('attempts.save.none')}</span>
    case 'saving':
      return t('attempts.save.saving')
    case 'saved':
      return <time dateTime={save.at}>{t('attempts.save.saved', { time: exactTime(save.at, timeZone) })}</time>
    case 'local':
      return (
        <>
          <span className="phone-hide">{t('attempts.save.local', { count: save.waiting })}</span>
          <span className="phone-only">{t('attempts.save.localShort', { count: save.waiting })}</span>
        </>
      )
    case 'failing':
      return <Retry at={save.retryAt} />
    case 'refused':
      return t('attempts.save.refused')
  }
}

function Retry({ at }: { at: number }) {
  const { t } = useText()
  const read = useCallback(() => Math.ceil((at - performance.now()) / 1000), [at])
  const seconds = useSeconds(read)
  return seconds > 0 ? t('attempts.save.failing', { seconds }) : t('attempts.save.failingNow')
}
