type Policy = { createScriptURL(url: string): string }
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy }

/** The one script address that does not come from the page itself; the content security policy asks for its name. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('bareme-worker', {
  createScriptURL: (url) => url,
})

/**
 * Has the worker keep what this page is made of, so that a reload without network still opens. Where there is no worker
 * (plain HTTP outside this computer, a private window, a school's policy), answers are kept all the same, and only that
 * reload is lost.
 */
export async function keepShell(): Promise<void> {
  try {
    const address = '/service-worker.js'
    await navigator.serviceWorker.register(policy?.createScriptURL(address) ?? address)
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage(performance.getEntriesByType('resource').map(({ name }) => name))
  } catch {
    // Nothing depends on it.
  }
}
