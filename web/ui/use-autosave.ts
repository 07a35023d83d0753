import { useCallback, useEffect, useRef, useState } from 'react'
import { keepsItself } from './unsaved.ts'

export type AutosaveState =
  | { status: 'saved'; at: Date | null }
  | { status: 'waiting' }
  | { status: 'saving' }
  | { status: 'failed'; error: unknown }

type AutosaveOptions<T> = {
  /** The server's value when the page opens. */
  first: () => T
  /** The delay between the last change and the save, in milliseconds. */
  pauseMs: number
  /** Sends the change from `saved` to `next`; throws the refusal. Never called again before it has returned. */
  send: (next: T, saved: T) => Promise<unknown>
}

export type Autosave<T> = {
  value: T
  /** The latest value, even before it is rendered. */
  current: () => T
  change: (next: T) => void
  state: AutosaveState
  /** Saves pending changes; true when the server has all of them. */
  flush: () => Promise<boolean>
  /** Replaces the server's value, received from another request. */
  rebase: (saved: T) => void
}

/**
 * Saves a value when typing pauses, when the page is left, or on request. Saves are sequential: each carries the
 * revision returned by the one before, so two at once would carry the same revision. Changes made during a save are
 * saved by the next one. Leaving the site asks for confirmation.
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
      keepsItself()
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
