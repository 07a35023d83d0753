import type { QueryClient } from '@tanstack/react-query'

/** The copies this page holds open: they have timers and listeners that must not outlive the person. */
const open = new Set<{ stop(): void }>()

export function rememberSitting(sitting: { stop(): void }): void {
  open.add(sitting)
}

/** Another person, or nobody: nothing of the one before is kept running or shown, also without network. */
export function clearPerson(queryClient: QueryClient): void {
  for (const sitting of open) sitting.stop()
  open.clear()
  queryClient.clear()
  discardKeptCopies()
}

/** What waits to be sent stays, unseen: it leaves when its student signs in here again. */
export function discardKeptCopies(): void {
  void import('#web/attempts/sitting/query.ts')
    .then(({ deleteKeptCopies }) => deleteKeptCopies())
    .catch(() => undefined)
}
