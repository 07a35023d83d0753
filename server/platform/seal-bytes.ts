import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { Deps } from './deps.ts'

const ivBytes = 12
const tagBytes = 16

/** What is sealed, and whose it is: sealed bytes moved elsewhere do not open. */
type Purpose =
  | 'second-factor'
  | 'mail'
  | 'mock-exam'
  | 'sign-on'
  | 'sign-on-proof'
  | 'lti-key'
  | 'lti-login'
  | 'lti-invitation'
type Place = { purpose: Purpose; id: string }

const keyOf = ({ secret }: Pick<Deps, 'secret'>, purpose: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))

/** AES-256-GCM under a key of the installation, so that the database alone gives nothing. */
export function sealBytes(
  deps: Pick<Deps, 'secret' | 'randomBytes'>,
  { purpose, id, bytes }: Place & { bytes: Uint8Array },
) {
  const iv = deps.randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(deps, purpose), iv).setAAD(Buffer.from(id))
  const text = Buffer.concat([cipher.update(bytes), cipher.final()])
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), text]))
}

/** Null when it was sealed elsewhere or under another secret. */
export function openBytes(deps: Pick<Deps, 'secret'>, { purpose, id, sealed }: Place & { sealed: Uint8Array }) {
  const bytes = Buffer.from(sealed)
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(deps, purpose), bytes.subarray(0, ivBytes))
      .setAAD(Buffer.from(id))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
  } catch {
    return null
  }
}
