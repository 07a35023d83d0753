/**
 * Why a file of Safe Exam Browser cannot be used: `encrypted`, its key is then typed; `not_seb`, something else or
 * damaged; `too_large`, once unpacked.
 */
export const sebFileFaults = ['encrypted', 'not_seb', 'too_large'] as const
export type SebFileFault = (typeof sebFileFaults)[number]

type Start = 'packed' | 'plain' | 'encrypted' | 'list' | 'other'

/** Encrypted for a certificate, with a session key beside, by a password, by one that configures a machine. */
const encrypted = ['pkhs', 'phsk', 'pswd', 'pwcc']

/** What a file, or a layer of it, begins with (safeexambrowser.org, « SEB File Format »). */
export function sebFileStart(bytes: Uint8Array): Start {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'packed'
  const start = String.fromCharCode(...bytes.subarray(0, 200))
  if (start.startsWith('plnd')) return 'plain'
  if (encrypted.includes(start.slice(0, 4))) return 'encrypted'
  return /^(?:\u00ef\u00bb\u00bf)?\s*<(?:\?xml|!DOCTYPE|plist)/.test(start) ? 'list' : 'other'
}

/** The length of `plnd`, which the settings follow. */
export const plainMark = 4
