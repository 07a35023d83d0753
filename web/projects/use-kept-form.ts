import { useEffect, useState } from 'react'
import { draftPrefix } from '#web/auth/staff-drafts.ts'
import { keepsItself } from '#web/ui/unsaved.ts'

const pauseMs = 350

type Kept<T> = { value: T; at: string }

/**
 * Holds a form that is saved by a button: what was typed is stored on this computer meanwhile, offered again after the
 * page was left, and leaving the site asks first.
 */
export function useKeptForm<T>(place: string, first: T) {
  const [saved, setSaved] = useState(first)
  const [value, setValue] = useState(first)
  const [found, setFound] = useState(() => {
    const kept = read<T>(place)
    return kept && JSON.stringify(kept.value) !== JSON.stringify(first) ? kept : null
  })
  const isDirty = value !== saved
  useEffect(() => {
    if (!isDirty) return
    const timer = setTimeout(() => write(place, { value, at: new Date().toISOString() }), pauseMs)
    return () => clearTimeout(timer)
  }, [value, isDirty, place])
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
    }
  }, [isDirty])
  // Leaving for another page of the site within the pause stores it at once.
  useEffect(() => () => flush(place), [place])
  useEffect(() => {
    pending.set(place, isDirty ? value : null)
  }, [value, isDirty, place])
  return {
    value,
    change: (next: T) => {
      keepsItself()
      setValue(next)
    },
    isDirty,
    /** What an earlier visit left unsaved. */
    found,
    takeFound: () => {
      if (found) setValue(found.value)
      setFound(null)
    },
    dropFound: () => {
      forget(place)
      setFound(null)
    },
    /** The server has this value now; what was typed since it was sent stays to be saved. */
    done: (sent: T) => {
      setSaved(sent)
      const typed = pending.get(place) ?? sent
      forget(place)
      if (typed !== sent) hold(place, typed)
    },
  }
}

const pending = new Map<string, unknown>()

function flush(place: string) {
  const value = pending.get(place) ?? null
  if (value !== null) write(place, { value, at: new Date().toISOString() })
  pending.delete(place)
}

function hold(place: string, value: unknown) {
  pending.set(place, value)
  flush(place)
  pending.set(place, value)
}

const nameOf = (place: string) => `${draftPrefix}${place}`

function read<T>(place: string): Kept<T> | null {
  try {
    const text = localStorage.getItem(nameOf(place))
    return text === null ? null : (JSON.parse(text) as Kept<T>)
  } catch {
    return null
  }
}

/** When storage is full or forbidden, the draft is not stored. */
function write(place: string, kept: Kept<unknown>) {
  try {
    localStorage.setItem(nameOf(place), JSON.stringify(kept))
  } catch {}
}

function forget(place: string) {
  pending.delete(place)
  try {
    localStorage.removeItem(nameOf(place))
  } catch {}
}
