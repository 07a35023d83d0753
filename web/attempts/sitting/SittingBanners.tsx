import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useCallback, useState } from 'react'
import { Refusal } from '#core/refusal.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { CopyFile } from './CopyFile.tsx'
import { useSeconds } from './use-seconds.ts'
import type { LiveSitting } from './use-sitting.ts'

const bold = { b: (words: ReactNode) => <strong>{words}</strong> }

/** The current warnings: at most one about the attempt, one about the network and one about the time. */
export function SittingBanners({ engine, state }: LiveSitting) {
  return (
    <div className="sitting-banners" aria-live="polite">
      <Standing engine={engine} state={state} />
      <Messages engine={engine} state={state} />
      <Network engine={engine} state={state} />
      <Time engine={engine} state={state} />
    </div>
  )
}

function Standing({ engine, state }: LiveSitting) {
  const { lock, save, waiting } = state
  const isKept = String(state.isKept)
  const { t, rich, has } = useText()
  const takeOver = useMutation({ mutationFn: () => engine.takeOverHere(), networkMode: 'always' })
  if (lock === 'elsewhere') {
    const again = (
      <Button size="small" busy={takeOver.isPending} onClick={() => takeOver.mutate()}>
        {t('attempts.banner.takeOver')}
      </Button>
    )
    return (
      <Notice tone="bad" wide live="alert" actions={again}>
        <p>{rich('attempts.banner.elsewhere', { ...bold, isKept })}</p>
        {takeOver.error && <p>{sentenceOf(takeOver.error, { t, has })}</p>}
      </Notice>
    )
  }
  if (lock === 'paused') {
    return (
      <Notice tone="info" icon="pause" wide>
        <p>{rich('attempts.banner.paused', { ...bold, isKept })}</p>
      </Notice>
    )
  }
  if (save.kind === 'refused' && lock !== 'time_up') {
    const why = sentenceOf(new Refusal(save.code), { t, has })
    return (
      <Notice tone="bad" wide live="alert">
        <p>{rich('attempts.banner.refused', { ...bold, why, isKept, count: waiting })}</p>
        <CopyFile engine={engine} state={state} />
      </Notice>
    )
  }
  return null
}

/** Messages from the invigilators, each shown until it is acknowledged. */
function Messages({ engine, state: { clock, copy } }: LiveSitting) {
  const { t, time } = useText()
  const read = useMutation({ mutationFn: (id: string) => engine.readMessage(id), networkMode: 'always' })
  return clock.messages.map(({ id, text, sentAt, from, position }) => {
    const button = (
      <Button size="small" busy={read.isPending} onClick={() => read.mutate(id)}>
        {t('attempts.banner.read')}
      </Button>
    )
    return (
      <Notice key={id} wide live="alert" actions={button}>
        <p>
          <strong>{t('attempts.banner.message', { from, at: time(sentAt, copy.timeZone) })}</strong>{' '}
          {position !== null && <strong>{t('attempts.banner.about', { position })}</strong>} {text}
        </p>
      </Notice>
    )
  })
}

/** Before this delay, only the save line reports an answer that cannot be sent. */
const failingMs = 8_000

function Network({ engine, state }: LiveSitting) {
  const { lock, save, isOffline, isBack, isDurable, isKept, waiting } = state
  const { t, rich } = useText()
  const read = useCallback(() => (engine.stuckMs() >= failingMs ? 1 : 0), [engine])
  const isStuck = useSeconds(read) === 1
  const [isUnderstood, setUnderstood] = useState(false)
  if (lock === 'time_up') {
    const id = isOffline ? 'endedOffline' : waiting > 0 ? 'sending' : 'closing'
    return (
      <Notice tone={isOffline ? 'warn' : 'info'} icon={isOffline ? 'offline' : 'clock'} wide live="alert">
        <p>{rich(`attempts.banner.${id}`, { ...bold, isKept: String(isKept) })}</p>
        {isOffline && <CopyFile engine={engine} state={state} />}
      </Notice>
    )
  }
  if (isOffline) {
    return (
      <Notice tone="warn" icon="offline" wide live="alert">
        <p>
          {rich(isDurable && isKept ? 'attempts.banner.offline' : 'attempts.banner.offlineMemory', {
            ...bold,
            count: waiting,
          })}
        </p>
        <CopyFile engine={engine} state={state} />
      </Notice>
    )
  }
  if (save.kind === 'failing' && isStuck) {
    return (
      <Notice tone="warn" icon="offline" wide live="alert">
        <p>{rich('attempts.banner.failing', { ...bold, isKept: String(isKept), count: waiting })}</p>
        <CopyFile engine={engine} state={state} />
      </Notice>
    )
  }
  if (isBack && waiting === 0) {
    return (
      <Notice tone="good" wide>
        <p>{rich('attempts.banner.back', bold)}</p>
      </Notice>
    )
  }
  if (isDurable || isUnderstood) return null
  return (
    <Notice
      tone="warn"
      wide
      actions={
        <Button size="small" onClick={() => setUnderstood(true)}>
          {t('attempts.banner.understood')}
        </Button>
      }
    >
      <p>{rich('attempts.banner.memory', bold)}</p>
    </Notice>
  )
}

function Time({ engine, state: { lock, clock, granted } }: LiveSitting) {
  const { t, rich } = useText()
  const [seenVersion, setSeenVersion] = useState(clock.timingVersion)
  const read = useCallback(() => (engine.leftMs() <= 60_000 ? 1 : 0), [engine])
  const isLastMinute = useSeconds(read) === 1 && lock !== 'time_up' && clock.status === 'in_progress'
  if (isLastMinute) {
    return (
      <Notice tone="warn" icon="clock" wide>
        <p>{rich('attempts.banner.lastMinute', bold)}</p>
      </Notice>
    )
  }
  if (granted === 0 || clock.timingVersion === seenVersion) return null
  const id = granted > 0 ? 'attempts.banner.granted' : 'attempts.banner.taken'
  return (
    <Notice
      tone={granted > 0 ? 'good' : 'warn'}
      icon="clock"
      wide
      actions={
        <Button size="small" onClick={() => setSeenVersion(clock.timingVersion)}>
          {t('attempts.banner.understood')}
        </Button>
      }
    >
      <p>{rich(id, { ...bold, minutes: Math.abs(granted) })}</p>
    </Notice>
  )
}
