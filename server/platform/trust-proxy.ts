import { BlockList, isIP } from 'node:net'
import type { z } from 'zod'

/**
 * The number of proxies in front of the server, or their addresses; `false`: none, and forwarding headers are ignored.
 */
export type TrustedProxies = number | string | false

const mostHops = 10
const named = ['loopback', 'linklocal', 'uniquelocal']

/**
 * `false`, a number of proxies, or their addresses and networks ("10.0.0.0/8, 127.0.0.1"). `true` would let any client
 * choose its own address, so it is refused.
 */
export function readTrust(text: string, context: z.RefinementCtx): TrustedProxies {
  const written = text.trim().toLowerCase()
  if (written === 'false' || written === '0') return false
  if (/^\d+$/.test(written) && Number(written) <= mostHops) return Number(written)
  const parts = written.split(',').map((part) => part.trim())
  if (parts.every(isNetwork)) return parts.join(',')
  context.addIssue({ code: 'custom', message: 'neither a number of proxies nor addresses' })
  return false
}

/** An address, a network in CIDR notation, or a named range. The whole Internet is refused. */
function isNetwork(text: string) {
  if (named.includes(text)) return true
  const [address = '', prefix, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) > 0 && Number(prefix) <= (version === 4 ? 32 : 128)
}

/**
 * The setting in Fastify's form. A plain number would trust nobody there, so it becomes a function that trusts that
 * many hops, counted from the server's own socket outwards.
 */
export const trustOf = (proxies: TrustedProxies) =>
  typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies

const networks: Record<string, readonly (readonly [string, number])[]> = {
  loopback: [
    ['127.0.0.0', 8],
    ['::1', 128],
  ],
  linklocal: [
    ['169.254.0.0', 16],
    ['fe80::', 10],
  ],
  uniquelocal: [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['fc00::', 7],
  ],
}

/** Whether who connects is a proxy of ours. With a number, nobody else can reach the server. */
export function trustedNeighbour(proxies: TrustedProxies): (address: string | undefined) => boolean {
  if (typeof proxies !== 'string') return () => proxies !== false
  const list = new BlockList()
  for (const part of proxies.split(',')) {
    const [address = '', prefix] = part.split('/')
    const known = networks[part] ?? [[address, Number(prefix ?? (isIP(address) === 4 ? 32 : 128))] as const]
    for (const [network, bits] of known) list.addSubnet(network, bits, isIP(network) === 4 ? 'ipv4' : 'ipv6')
  }
  return (address = '') => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
    return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6')
  }
}
