import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#core/refusal.ts'
import type { AnyCaller } from './caller.ts'

/** Limits on large bodies in memory at once: bytes in all, and number per account. */
const most = { bytes: 160 * 1024 * 1024, ofOne: 2 }
/** Smaller bodies are not limited: the saves of a whole class are smaller than one file. */
export const large = 1024 * 1024

type PendingBody = { account: string; bytes: number }
const pending = new Set<PendingBody>()

/**
 * Reserves memory for a large body before it is read, until its reply is sent; refuses with a delay when there is none.
 */
export function makeRoom(
  request: FastifyRequest,
  reply: FastifyReply,
  { limit, caller }: { limit: number; caller: AnyCaller },
) {
  const bytes = announced(request, limit)
  if (bytes <= large) return
  const all = [...pending]
  const account = accountOf(caller, request)
  const total = all.reduce((sum, one) => sum + one.bytes, bytes)
  if (total > most.bytes || all.filter((one) => one.account === account).length >= most.ofOne)
    throw new Refusal('server_busy', { retryAfterSeconds: 5 })
  const room = { account, bytes }
  pending.add(room)
  reply.raw.once('close', () => pending.delete(room))
}

/** A body without a length may use all its limit. One above the limit is refused before it is read. */
function announced({ headers }: FastifyRequest, limit: number): number {
  const said = headers['content-length']
  if (said === undefined) return headers['transfer-encoding'] === undefined ? 0 : limit
  const bytes = Number(said)
  if (!(bytes <= limit)) throw new Refusal('too_large')
  return bytes
}

const accountOf = (caller: AnyCaller, { ip }: FastifyRequest) =>
  caller.kind === 'staff' ? caller.personId : caller.kind === 'student' ? caller.studentId : ip

/** A body that arrives with its headers: nothing is left to discard when it is refused. */
export const hasSmallBody = ({ headers }: FastifyRequest) =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= small
const small = 4 * 1024

/**
 * Discards the rest of a refused body for two seconds, so that the client can read the reply, then closes the
 * connection.
 */
export function cutUnread({ raw }: FastifyRequest, reply: FastifyReply) {
  reply.raw.once('finish', () => {
    if (raw.complete !== false) return
    setTimeout(() => {
      if (!raw.complete) raw.destroy()
    }, 2_000).unref()
  })
}
