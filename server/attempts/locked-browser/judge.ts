import { timingSafeEqual } from 'node:crypto'
import { type BrowserFault, hashedAddress } from '#core/exams/locked-browser.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { ShownBrowser } from '#server/platform/serve.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { type BrowserLock, ourFileOf, siteAddressesOf } from './lock.ts'

export type Judged = { fault: null; key: string } | { fault: BrowserFault }

/** The Config Keys that an exam accepts: those of the school when there are some, else that of the file made here. */
export const keysOf = (deps: Deps, lock: BrowserLock, origin: string): readonly string[] =>
  lock.files.length > 0 ? lock.files.map(({ key }) => key) : [ourFileOf(deps, lock, origin).key]

/** Judges the header of a request, which Safe Exam Browser makes of the address it asked for and its Config Key. */
export function judgeHeader(
  deps: Deps,
  lock: BrowserLock,
  { path, keyHash, origin, pageOrigin }: ShownBrowser,
): Judged {
  if (keyHash === null) return { fault: 'absent' }
  const keys = keysOf(deps, lock, origin)
  const asked = siteAddressesOf(deps, lock, origin).map((site) => `${site}${path}`)
  const key = keyBehind(keyHash, { addresses: asked, keys })
  if (key !== null) return { fault: null, key }
  const others = [
    ...otherSchemes([...siteAddressesOf(deps, lock, origin), origin]),
    ...(pageOrigin ? [pageOrigin] : []),
  ]
  const elsewhere = [origin, ...others].map((site) => `${site}${path}`)
  return { fault: keyBehind(keyHash, { addresses: elsewhere, keys }) === null ? 'wrong_key' : 'wrong_address' }
}

const otherSchemes = (sites: readonly string[]) =>
  sites.map((site) => (site.startsWith('https:') ? site.replace('https:', 'http:') : site.replace('http:', 'https:')))

/** What the page got from the JavaScript interface: a hash, made of the address of the page as it was at some point. */
export type ShownPage = { pages: readonly string[]; hash: string | null }

/** Judges it likewise; a page may only speak for this site. */
export function judgePage(
  deps: Deps,
  lock: BrowserLock,
  { pages, hash, origin }: ShownPage & { origin: string },
): Judged {
  if (hash === null) return { fault: 'absent' }
  const keys = keysOf(deps, lock, origin)
  const sites = siteAddressesOf(deps, lock, origin)
  const isOurs = (page: string) => URL.canParse(page) && sites.includes(new URL(page).origin)
  const key = keyBehind(hash, { addresses: pages.filter(isOurs), keys })
  if (key !== null) return { fault: null, key }
  return { fault: keyBehind(hash, { addresses: pages, keys }) === null ? 'wrong_key' : 'wrong_address' }
}

type Tried = { addresses: readonly string[]; keys: readonly string[] }

/** The key with which one of the addresses gives this hash; each comparison takes the same time. */
function keyBehind(hash: string, { addresses, keys }: Tried): string | null {
  const given = Buffer.from(hash.toLowerCase())
  if (given.length !== 64) return null
  const found = keys.filter((key) =>
    addresses.some((address) => timingSafeEqual(given, Buffer.from(sha256(`${hashedAddress(address)}${key}`)))),
  )
  return found[0] ?? null
}
