/** Why what somebody typed is no address that students can open. */
export type AddressFault = 'unreadable' | 'loopback'

/** Whether a host name, as `URL.hostname` gives it, leads back to the computer that asks (RFC 6761 6.3, RFC 5735). */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$|\.+$/g, '')
  if (/^(?:.+\.)?localhost(?:\.localdomain)?$/.test(host)) return true
  if (/^(?:127|0)\.\d+\.\d+\.\d+$/.test(host)) return true
  // IPv6, and IPv4 written in it, as `URL` abbreviates them.
  return host === '::1' || host === '::' || /^::ffff:(?:7f[0-9a-f]{2}|0):/.test(host)
}

type ReadAddress = { origin: string } | { fault: AddressFault }

/**
 * Reads the address of the site as somebody types it: with or without `http://`, and without what follows the host. An
 * address without a scheme takes the one given.
 */
export function readSiteAddress(typed: string, scheme: 'http' | 'https'): ReadAddress {
  const words = typed.trim()
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(words) ? words : `${scheme}://${words}`
  if (words === '' || /[\s\\]/.test(words) || !URL.canParse(full)) return { fault: 'unreadable' }
  const { protocol, hostname, port, username, password } = new URL(full)
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return { fault: 'unreadable' }
  if (isLoopback(hostname)) return { fault: 'loopback' }
  // A dot at the end is that of a whole name (RFC 1034, 3.1); a certificate does not have it.
  const host = hostname.replace(/\.$/, '')
  if (!isHost(host) || port === '0') return { fault: 'unreadable' }
  return { origin: `${protocol}//${host}${port === '' ? '' : `:${port}`}` }
}

/** An address in brackets, or labels that a name may have (RFC 1123, 2.1); `_`, which some internal names have, too. */
const isHost = (host: string) =>
  host.startsWith('[') || (host.length <= 253 && host.split('.').every((label) => /^[a-z0-9_-]{1,63}$/.test(label)))

/** What students type: the host, with its port if it is no usual one; the browser adds the scheme. */
export const typedAddress = (origin: string): string => new URL(origin).host
