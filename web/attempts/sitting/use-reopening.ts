import { useEffect } from 'react'
import { followAttempt, getClock } from '#contract/attempts/sitting.ts'
import { isClosedStatus } from '#core/attempts/sitting.ts'
import { call, follow } from '#web/api.ts'
import type { Clock } from './sitting-copy.ts'

/** The polling interval without the event stream; long, because receipts stay open in a whole room. */
const everyMs = 45_000
/** The delay is random up to this, because every page of the room is notified at the same moment. */
const spreadMs = 1_500

/** Calls back when an invigilator reopens this closed attempt. */
export function useReopening(attemptId: string, onReopened: (status: Clock['status']) => void): void {
  useEffect(() => {
    const input = { params: { attemptId } }
    let isGone = false
    let soon: ReturnType<typeof setTimeout> | undefined
    const ask = async () => {
      const clock = await call(getClock, input).catch(() => null)
      if (clock && !isGone && !isClosedStatus(clock.status)) onReopened(clock.status)
    }
    const news = follow(followAttempt, input, () => {
      clearTimeout(soon)
      soon = setTimeout(() => void ask(), spreadMs * Math.random())
    })
    const look = () => {
      news.keep()
      if (document.visibilityState !== 'hidden') void ask()
    }
    const timer = setInterval(look, everyMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      isGone = true
      news.stop()
      clearTimeout(soon)
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [attemptId, onReopened])
}
