/**
 * Listens for the page becoming visible or online (`wake`) and hidden or closed (`leave`). Returns a function that
 * stops.
 */
export function listenToPage(on: { wake: () => void; leave: () => void }): () => void {
  const turn = () => (document.visibilityState === 'hidden' ? on.leave() : on.wake())
  const ears: [EventTarget, string, () => void][] = [
    [document, 'visibilitychange', turn],
    // A phone may close a hidden page without a further event.
    [window, 'pagehide', on.leave],
    [window, 'pageshow', on.wake],
    [window, 'online', on.wake],
  ]
  for (const [target, type, listener] of ears) target.addEventListener(type, listener)
  return () => {
    for (const [target, type, listener] of ears) target.removeEventListener(type, listener)
  }
}
