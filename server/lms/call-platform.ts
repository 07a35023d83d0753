import { lookup as lookUp } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { isLoopback } from '#core/site-address.ts'
import type { Deps } from '#server/platform/deps.ts'

/** How long a platform may take to answer, and how much it may say. */
const longestMs = 10_000
const mostBytes = 2 * 1024 * 1024

/** A platform that could not be asked: why, in a word. Its own refusals are answers, with their status. */
export class PlatformUnreachable extends Error {}

type Call = {
  url: string
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  body?: string
}
export type PlatformAnswer = { status: number; headers: IncomingMessage['headers']; text: string }

/**
 * Asks a platform something. The addresses come from outside: HTTPS only, nothing of this machine nor of the network card
 * itself, no redirect followed, bounded in time and in size (OWASP, server-side request forgery). A platform of the
 * school's own network is allowed: that is where it often is.
 */
export async function callPlatform(deps: Pick<Deps, 'settings'>, call: Call): Promise<PlatformAnswer> {
  const url = allowedAddress(deps, call.url)
  if (!url) throw new PlatformUnreachable('address')
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  const { method = 'GET', headers = {}, body } = call
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new PlatformUnreachable(why))
    const lookup = deps.settings.lmsOnThisMachine ? {} : { lookup: guardedLookup }
    const signal = AbortSignal.timeout(longestMs)
    const asked = start(url, {
      method,
      headers: { accept: 'application/json', ...headers, ...length },
      signal,
      ...lookup,
    })
    asked.on('error', (error: NodeJS.ErrnoException) => fail(signal.aborted ? 'timeout' : (error.code ?? 'network')))
    asked.on('response', (answer) => {
      void readAnswer(answer).then(resolve, () => fail(signal.aborted ? 'timeout' : 'size'))
    })
    asked.end(body)
  })
}

/** The address, when it may be asked at all. Names are judged again when they are resolved. */
export function allowedAddress({ settings }: Pick<Deps, 'settings'>, typed: string): URL | null {
  if (!URL.canParse(typed)) return null
  const url = new URL(typed)
  if (url.username !== '' || url.password !== '') return null
  if (settings.lmsOnThisMachine) return /^https?:$/.test(url.protocol) ? url : null
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'https:' || isLoopback(url.hostname)) return null
  return isIP(host) && isForbidden(host) ? null : url
}

/** Loopback, link-local (where clouds keep their secrets), multicast and addresses of nothing. */
const forbidden = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  forbidden.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  forbidden.addSubnet(net, prefix, 'ipv6')

const isForbidden = (address: string) => forbidden.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Judges the very addresses that are connected to, so that a name cannot change its mind in between. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    const [first] = addresses
    if (!first || addresses.some(({ address }) => isForbidden(address)))
      return callback(Object.assign(new Error('address'), { code: 'address' }), '')
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
  })
}

async function readAnswer(answer: IncomingMessage): Promise<PlatformAnswer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > mostBytes) {
      answer.destroy()
      throw new Error('size')
    }
    parts.push(part)
  }
  return { status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString('utf8') }
}
