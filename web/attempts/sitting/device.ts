/**
 * Which screen is answering. `<browser>:<page>`: the browser keeps its half, each page load draws the other, so that a
 * reload is recognised as the same browser, and two tabs are still two devices.
 */
const browserKey = 'bareme.browser'

export type Device = { readonly browser: string; readonly id: string }

let own: Device | undefined

/** The device of this page; the same for as long as the page is open. */
export function thisDevice(): Device {
  own ??= newDevice()
  return own
}

export function newDevice(): Device {
  const browser = browserId()
  return { browser, id: `${browser}:${randomHex(8)}` }
}

/** Whether the copy is free, or held by a page of this very browser: then it may be taken without asking. */
export function isOwnBrowser(holder: string, device: Device): boolean {
  return holder === '' || holder.startsWith(`${device.browser}:`)
}

function browserId(): string {
  try {
    const kept = localStorage.getItem(browserKey)
    if (kept !== null && /^[0-9a-f]{16}$/.test(kept)) return kept
    const drawn = randomHex(8)
    localStorage.setItem(browserKey, drawn)
    return drawn
  } catch {
    // No storage: every page load is then a new browser, and asks before it takes the copy over.
    return randomHex(8)
  }
}

/** crypto.randomUUID does not exist over plain HTTP; this does. */
function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
}
