import { useEffect, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { passedMark } from './announcements.ts'
import { answerStates } from './state.ts'
import type { LiveSitting } from './use-sitting.ts'

/** Announcements are removed after this delay, so that a screen reader does not find them while browsing the page. */
const clearedAfterMs = 20_000

/** Announces the time left and the number of unanswered questions to screen readers, five times in an exam. */
export function TimeVoice({ engine, state }: LiveSitting) {
  const { t } = useText()
  const [mark, setMark] = useState<number | null>(null)
  useEffect(() => {
    let before = engine.leftMs()
    const timer = setInterval(() => {
      const now = engine.leftMs()
      const passed = passedMark(before, now)
      before = now
      if (passed !== null) setMark(passed)
    }, 500)
    return () => clearInterval(timer)
  }, [engine])
  useEffect(() => {
    if (mark === null) return
    const timer = setTimeout(() => setMark(null), clearedAfterMs)
    return () => clearTimeout(timer)
  }, [mark])
  const unanswered = answerStates(state).filter(({ isAnswered }) => !isAnswered).length
  return (
    <p className="vh" role="status">
      {mark !== null && t('attempts.clock.voice', { minutes: Math.floor(mark / 60), unanswered })}
    </p>
  )
}
