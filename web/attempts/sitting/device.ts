/**
 * The identifier of a device, `<browser>:<page>`: the first half is stored by the browser, the second drawn at each
 * page load, so that a reload is recognised as the same browser, and two tabs are two devices.
 */
const browserKey = 'bareme.browser'

export type Device = { readonly browser: string; readonly id: string }

let own: Device | undefined

/** The device of this page, constant as long as the page is open. */
export function thisDevice(): Device {
  own ??= newDevice()
  return own
}

export function newDevice(): Device {
  const browser = browserId()
  return { browser, id: `${browser}:${randomHex(8)}` }
}

/** Whether the attempt has no active device, or one of this browser: it may then be taken over without asking. */
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
    // Without storage, each page load counts as a new browser and asks before taking over.
    return randomHex(8)
  }
}

/** Random hexadecimal text; crypto.randomUUID does not exist over plain HTTP. */
function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
}
