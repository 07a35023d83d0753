import { useEffect, useState } from 'react'
import { isTooLate, Outbox } from './outbox.ts'
import { type Entry, openOutboxStore } from './outbox-store.ts'

/**
 * What this device still holds of a closed copy. What the server never received is sent: it keeps it, out of time, and a
 * trainer decides. `onTold`: the server has just received some.
 */
export function useLeftAnswers(attemptId: string, onTold: () => void) {
  const [left, setLeft] = useState<readonly Entry[]>([])
  const [unsent, setUnsent] = useState(0)
  useEffect(() => {
    let outbox: Outbox | undefined
    let isGone = false
    const send = async () => {
      const store = await openOutboxStore()
      const entries = await store.list(attemptId).catch(() => [])
      const mine = entries.filter(({ isLate }) => !isLate)
      if (isGone) return
      setLeft(entries)
      setUnsent(mine.length)
      const done = () => {
        if (!isGone) setUnsent(0)
        outbox?.stop()
        onTold()
      }
      const nothing = () => undefined
      const links = { attemptId, store, onAcknowledged: done, onUnreachable: nothing, onChange: nothing }
      outbox = new Outbox({ ...links, onRefused: (code) => isTooLate(code) && done() })
      outbox.restore(mine)
    }
    void send()
    return () => {
      isGone = true
      outbox?.stop()
    }
  }, [attemptId, onTold])
  return { left, unsent }
}
