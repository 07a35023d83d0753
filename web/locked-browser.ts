import { proveBrowser } from '#contract/attempts/locked-browser.ts'

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

/** Before what was shown no longer holds (server/attempts/locked-browser/proofs.ts). */
const againMs = 10 * 60_000
const renewed = new Set<string>()

/**
 * Shows the server the key of this page, for the browsers of macOS and iOS whose requests have no header; true when it
 * is the right one. Shown again every ten minutes from then on, so that no image or event line comes in between.
 */
export async function prove(details: unknown): Promise<boolean> {
  const { examId = '' } = (details ?? {}) as { examId?: string }
  const shown = await readShownBrowser()
  if (examId === '' || shown.hash === null) return false
  const isRight = await send(examId, shown)
  if (isRight && !renewed.has(examId)) {
    renewed.add(examId)
    setInterval(() => void readShownBrowser().then((again) => send(examId, again)), againMs)
  }
  return isRight
}

// Not by `call` of web/api.ts, which comes here when it is refused.
async function send(examId: string, body: object): Promise<boolean> {
  const response = await fetch(proveBrowser.path.replace(':examId', examId), {
    method: proveBrowser.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)
  const reply: unknown = response?.ok ? await response.json().catch(() => null) : null
  return (reply as { fault?: unknown } | null)?.fault === null
}
