import type { QueryClient } from '@tanstack/react-query'

/** The sitting engines alive on this page: their timers and listeners must stop when another person signs in. */
const open = new Set<{ stop(): void }>()

export function rememberSitting(sitting: { stop(): void }): void {
  open.add(sitting)
}

/**
 * Stops the engines and clears the cached data of the previous person, at sign-in and sign-out, even without network.
 */
export function clearPerson(queryClient: QueryClient): void {
  for (const sitting of open) sitting.stop()
  open.clear()
  queryClient.clear()
  discardKeptCopies()
}

/**
 * Removes the copies kept for offline reload. Unsent answers are kept, hidden, until their student signs in here again.
 */
export function discardKeptCopies(): void {
  void import('#web/attempts/sitting/query.ts')
    .then(({ deleteKeptCopies }) => deleteKeptCopies())
    .catch(() => undefined)
}
