/** Before the id of an attempt, in localStorage. */
export const annotationsPrefix = 'bareme.annotations.'

/** What this page shows, by attempt: it outlives a browser that stores nothing. */
export const annotationsShown = new Map<string, unknown>()

/** Deletes what a student struck out, highlighted or noted on this device: in one attempt, or in all of them. */
export function clearAnnotations(attemptId = ''): void {
  annotationsShown.delete(attemptId)
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(annotationsPrefix + attemptId)) localStorage.removeItem(key)
  } catch {
    // Storage is forbidden: there is nothing to delete.
  }
}
