import { useEffect, useState } from 'react'
import { isTooLate, Outbox } from './outbox.ts'
import { type OutboxEntry, openOutboxStore } from './outbox-store.ts'

/**
 * The entries of a closed attempt still on this device. Those the server never received are sent: it keeps them as
 * received after the end, and a trainer decides. `onReceived` is called after the server received some.
 */
export function useLeftAnswers(attemptId: string, onReceived: () => void) {
  const [left, setLeft] = useState<readonly OutboxEntry[]>([])
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
        onReceived()
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
  }, [attemptId, onReceived])
  return { left, unsent }
}
