import { useCallback, useEffect, useRef, useState } from 'react'

export type AutosaveState =
  | { status: 'saved'; at: Date | null }
  | { status: 'waiting' }
  | { status: 'saving' }
  | { status: 'failed'; error: unknown }

type AutosaveOptions<T> = {
  /** As the server holds it when the page opens. */
  first: () => T
  /** How long after the last change to save. */
  pauseMs: number
  /** Brings the server from `saved` to `next`; throws what it refuses. Never called again before it has returned. */
  send: (next: T, saved: T) => Promise<unknown>
}

export type Autosave<T> = {
  value: T
  /** The value as it is now, between two drawings too. */
  current: () => T
  change: (next: T) => void
  state: AutosaveState
  /** Saves what waits; true when the server has everything. */
  flush: () => Promise<boolean>
  /** Heard by another road: this is what the server holds now. */
  rebase: (saved: T) => void
}

/**
 * What is written is saved when typing pauses, when the page is left, or when somebody asks. One save at a time, in a
 * line: each carries the revision of the one before, and two that waited for the same one would carry the same revision.
 * What is written during a save is saved by the next round. Leaving the site asks first.
 */
export function useAutosave<T>({ first, pauseMs, send }: AutosaveOptions<T>): Autosave<T> {
  const [value, setValue] = useState(first)
  const [state, setState] = useState<AutosaveState>({ status: 'saved', at: null })
  const kept = useRef({ value, saved: value })
  const line = useRef<Promise<boolean>>(Promise.resolve(true))
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const sender = useRef(send)
  useEffect(() => {
    sender.current = send
  }, [send])

  const save = useCallback(async (): Promise<boolean> => {
    while (kept.current.value !== kept.current.saved) {
      const sent = kept.current.value
      setState({ status: 'saving' })
      try {
        await sender.current(sent, kept.current.saved)
      } catch (error) {
        setState({ status: 'failed', error })
        return false
      }
      kept.current.saved = sent
      if (kept.current.value === sent) setState({ status: 'saved', at: new Date() })
    }
    return true
  }, [])

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current)
    line.current = line.current.then(save)
    return line.current
  }, [save])

  const change = useCallback(
    (next: T) => {
      if (next === kept.current.value) return
      kept.current.value = next
      setValue(next)
      setState({ status: 'waiting' })
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), pauseMs)
    },
    [flush, pauseMs],
  )

  const current = useCallback(() => kept.current.value, [])
  const rebase = useCallback((saved: T) => {
    kept.current.saved = saved
  }, [])

  useEffect(() => {
    const isDirty = () => kept.current.value !== kept.current.saved
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      if (isDirty()) void flush()
    }
  }, [flush])

  return { value, current, change, state, flush, rebase }
}
