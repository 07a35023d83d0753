import { useSyncExternalStore } from 'react'

const wide = '(width >= 62rem)'

/** Whether the list of questions is beside the question rather than in a bottom sheet. */
export function useWide(): boolean {
  return useSyncExternalStore(watch, () => media()?.matches ?? true)
}

function watch(onChange: () => void): () => void {
  const query = media()
  query?.addEventListener('change', onChange)
  return () => query?.removeEventListener('change', onChange)
}

function media(): MediaQueryList | undefined {
  return typeof matchMedia === 'function' ? matchMedia(wide) : undefined
}
