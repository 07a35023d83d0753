type Policy = { createScriptURL(url: string): string }
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy }

/** The only script URL built at run time; the content security policy requires this named policy for it. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('bareme-worker', {
  createScriptURL: (url) => url,
})

/**
 * Registers the service worker that stores the page's files, so that a reload without network still opens. Where there
 * is none (plain HTTP except localhost, a private window, a school's policy), answers are still kept, but such a reload
 * fails.
 */
export async function keepShell(): Promise<void> {
  try {
    const address = '/service-worker.js'
    await navigator.serviceWorker.register(policy?.createScriptURL(address) ?? address)
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage(performance.getEntriesByType('resource').map(({ name }) => name))
  } catch {
    // Optional: the exam works without the worker.
  }
}
