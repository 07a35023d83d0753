import { useSyncExternalStore } from 'react'
import { readPreference, writePreference } from './preferences.ts'

const narrow = '(width < 48rem)'

/** The choice made on this page, kept also where storage is refused; null: none yet. */
let chosen: boolean | null = null
const watchers = new Set<() => void>()

/** Whether long lines of code wrap, in every block at once: as chosen on this device, or on a phone without a choice. */
export function useCodeWrap() {
  const isWrapped = useSyncExternalStore(watch, isWrappedNow)
  const toggle = () => {
    chosen = !isWrapped
    writePreference('codeLines', chosen ? 'wrapped' : 'scrolled')
    for (const tell of watchers) tell()
  }
  return { isWrapped, toggle }
}

function isWrappedNow(): boolean {
  if (chosen !== null) return chosen
  const kept = readPreference('codeLines')
  return kept === null ? (media()?.matches ?? false) : kept === 'wrapped'
}

function watch(onChange: () => void): () => void {
  const query = media()
  watchers.add(onChange)
  query?.addEventListener('change', onChange)
  return () => {
    watchers.delete(onChange)
    query?.removeEventListener('change', onChange)
  }
}

function media(): MediaQueryList | undefined {
  return typeof matchMedia === 'function' ? matchMedia(narrow) : undefined
}
