/** The page is looked at again, or the network says it is back; the page is put away, or closed. Returns what stops it. */
export function listenToPage(on: { wake: () => void; leave: () => void }): () => void {
  const turn = () => (document.visibilityState === 'hidden' ? on.leave() : on.wake())
  const ears: [EventTarget, string, () => void][] = [
    [document, 'visibilitychange', turn],
    // A telephone may close a page that was put away without saying more.
    [window, 'pagehide', on.leave],
    [window, 'pageshow', on.wake],
    [window, 'online', on.wake],
  ]
  for (const [target, type, listener] of ears) target.addEventListener(type, listener)
  return () => {
    for (const [target, type, listener] of ears) target.removeEventListener(type, listener)
  }
}
