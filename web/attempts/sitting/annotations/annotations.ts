import { useSyncExternalStore } from 'react'
import { annotationsPrefix, annotationsShown } from '#web/attempts/sitting/clear-annotations.ts'

/** What a student wrote for themselves on a question. Kept on the device, never sent. */
export type Annotations = {
  /** The ids of the choices struck out. */
  struck: readonly string[]
  /** The sentences highlighted, by their place in the stem: « 0.2 ». */
  marked: readonly string[]
  note: string
}

export const longestNote = 2_000
const none: Annotations = { struck: [], marked: [], note: '' }

type OfAttempt = Readonly<Record<string, Annotations>>
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function ofAttempt(attemptId: string): OfAttempt {
  const known = annotationsShown.get(attemptId) as OfAttempt | undefined
  if (known) return known
  const stored = read(attemptId)
  annotationsShown.set(attemptId, stored)
  return stored
}

function read(attemptId: string): OfAttempt {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(annotationsPrefix + attemptId) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return {}
    return Object.fromEntries(Object.entries(stored).map(([id, each]) => [id, sound(each)]))
  } catch {
    return {}
  }
}

/** What another version of the page, or a hand, wrote there. */
function sound(stored: unknown): Annotations {
  const { struck, marked, note } = { ...none, ...(stored as Partial<Annotations> | null) }
  const words = (list: unknown) => (Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [])
  return { struck: words(struck), marked: words(marked), note: typeof note === 'string' ? note : '' }
}

type Place = { attemptId: string; questionId: string }

export function annotate({ attemptId, questionId }: Place, change: Partial<Annotations>): void {
  const before = ofAttempt(attemptId)
  const next = { ...before, [questionId]: { ...none, ...before[questionId], ...change } }
  annotationsShown.set(attemptId, next)
  try {
    localStorage.setItem(annotationsPrefix + attemptId, JSON.stringify(next))
  } catch {
    // Storage is forbidden or full: they last until the page is closed.
  }
  for (const listener of [...listeners]) listener()
}

export function useAnnotations({ attemptId, questionId }: Place): Annotations {
  return useSyncExternalStore(subscribe, () => ofAttempt(attemptId)[questionId] ?? none)
}

export const toggledIn = (list: readonly string[], one: string) =>
  list.includes(one) ? list.filter((each) => each !== one) : [...list, one]
