import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '#core/refusal.ts'
import { atMost } from '#server/platform/at-most.ts'
import { commonPasswords } from './common-passwords.ts'

/** OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const shortest = 12
/** Node has four threads for hashing, compression and files; two are kept free for saves. */
const hashing = atMost(2, { waiting: 400 })

/** NIST SP 800-63B: length and a blocklist, no composition rules, no rotation. */
export function checkPassword(password: string, about: readonly string[] = []) {
  if ([...password].length < shortest) throw new Refusal('password_too_short', { shortest })
  const bare = fold(password)
  const known = [...about, 'bareme'].map(fold).filter((word) => word.length >= 4)
  const common = commonPasswords.has(bare) || /^(.)\1*$/.test(bare) || isRun(bare)
  if (common || known.some((word) => bare === word || bare.replace(/\d+$/, '') === word)) {
    throw new Refusal('password_too_common')
  }
}

export const hashPassword = (password: string) => hashing(() => hash(password.normalize('NFC'), cost))

/** Takes the same time for an unknown account as for a wrong password, so that timing does not reveal accounts. */
export async function passwordMatches(passwordHash: string | null | undefined, password: string) {
  const against = passwordHash ?? (await nobody())
  const matches = await hashing(() => verify(against, password.normalize('NFC')))
  return matches && Boolean(passwordHash)
}

let hashOfNobody: Promise<string> | undefined
function nobody() {
  hashOfNobody ??= hashPassword('nobody has this password')
  return hashOfNobody
}

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

/** Runs such as 123456789012 or abcdefghijkl. */
function isRun(text: string) {
  const codes = [...text].map((c) => c.charCodeAt(0))
  return codes.every((code, i) => i === 0 || code === (codes[i - 1] ?? 0) + 1 || (code === 48 && codes[i - 1] === 57))
}
