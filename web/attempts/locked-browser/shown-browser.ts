/** What Safe Exam Browser gives to the pages it shows (safeexambrowser.org, « SEB JavaScript API »). */
type Interface = { security?: { configKey?: unknown; updateKeys?: (done: () => void) => void } }

/** How long it may take to work out its keys, in milliseconds; older versions never say that they have. */
const patienceMs = 2_000

/** The hash that this page has from Safe Exam Browser, and the addresses it may be of: the page now, and when loaded. */
export async function readShownBrowser(): Promise<{ pages: string[]; hash: string | null }> {
  const { security } = (globalThis as { SafeExamBrowser?: Interface }).SafeExamBrowser ?? {}
  if (security?.updateKeys)
    await new Promise<void>((done) => {
      setTimeout(done, patienceMs)
      security.updateKeys?.(done)
    })
  const loaded = performance.getEntriesByType('navigation')[0]?.name ?? ''
  const pages = [location.href, loaded].flatMap((address) => address.split('#', 1)[0] || [])
  const hash = String(security?.configKey ?? '').toLowerCase()
  return { pages: [...new Set(pages)], hash: /^[0-9a-f]{64}$/.test(hash) ? hash : null }
}

/** Whether this is Safe Exam Browser, as far as a page can tell. */
export const isLockedBrowser = () => 'SafeExamBrowser' in globalThis || /\bSEB\b/.test(navigator.userAgent)
