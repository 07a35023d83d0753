import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * A reply already serialised as JSON, for large replies that are the same for many callers: their parts were parsed by
 * the contract when they were frozen, and parsing them again for each student cost more than the rest of the request.
 * Each use needs a test that the reply matches the contract exactly.
 */
export class SerializedReply {
  readonly json: Buffer
  constructor(parts: readonly Buffer[]) {
    this.json = Buffer.concat(parts)
  }
}

const zip = promisify(gzip)
/** Fast compression: a fifth of the size. The usual tables take longer to set up than a copy takes to compress. */
const effort = { level: 1, windowBits: 13, memLevel: 7 }
/** Below this size, compression is not worth its cost. */
const worthIt = 4 * 1024
/**
 * Up to this size it takes two tenths of a millisecond at once, and twice that through the threads, where hashes of
 * passwords may be in front; above, it would be felt by those who save.
 */
const short = 128 * 1024

/** Compresses a large reply if the client supports it, which speeds up a class on one access point. */
export async function sendSerialized(request: FastifyRequest, reply: FastifyReply, { json }: SerializedReply) {
  void reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding')
  const readsGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (!readsGzip || json.length < worthIt) return reply.send(json)
  const zipped = json.length <= short ? gzipSync(json, effort) : await zip(json, effort)
  return reply.header('content-encoding', 'gzip').send(zipped)
}

const kept = new WeakMap<object, Buffer>()

/** The serialised bytes of an immutable object, cached as long as it lives. */
export function frozenBytesOf(frozen: object, write: () => string): Buffer {
  let bytes = kept.get(frozen)
  if (bytes === undefined) {
    bytes = Buffer.from(write())
    kept.set(frozen, bytes)
  }
  return bytes
}
