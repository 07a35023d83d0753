import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#core/refusal.ts'
import type { AnyCaller } from './caller.ts'

/** What is held in memory at once of what is being sent: by everybody, and how many by one account. */
const most = { bytes: 160 * 1024 * 1024, ofOne: 2 }
/** Smaller ones are let through: a whole class that saves at once weighs less than one file. */
export const large = 1024 * 1024

type PendingBody = { account: string; bytes: number }
const held = new Set<PendingBody>()

/** Room for a large body, before any of it is read, until its reply is sent; or the one who sends it comes back later. */
export function makeRoom(
  request: FastifyRequest,
  reply: FastifyReply,
  { limit, caller }: { limit: number; caller: AnyCaller },
) {
  const bytes = announced(request, limit)
  if (bytes <= large) return
  const all = [...held]
  const account = accountOf(caller, request)
  const total = all.reduce((sum, one) => sum + one.bytes, bytes)
  if (total > most.bytes || all.filter((one) => one.account === account).length >= most.ofOne)
    throw new Refusal('server_busy', { retryAfterSeconds: 5 })
  const room = { account, bytes }
  held.add(room)
  reply.raw.once('close', () => held.delete(room))
}

/** What does not say its length may take all it is allowed. More than that is refused before it is read. */
function announced({ headers }: FastifyRequest, limit: number): number {
  const said = headers['content-length']
  if (said === undefined) return headers['transfer-encoding'] === undefined ? 0 : limit
  const bytes = Number(said)
  if (!(bytes <= limit)) throw new Refusal('too_large')
  return bytes
}

const accountOf = (caller: AnyCaller, { ip }: FastifyRequest) =>
  caller.kind === 'staff' ? caller.personId : caller.kind === 'student' ? caller.studentId : ip

/**
 * A refused body is not read: what still comes of it is thrown away for two seconds, long enough for the reply to be
 * heard, then the line is cut.
 */
export function cutUnread({ raw }: FastifyRequest, reply: FastifyReply) {
  reply.raw.once('finish', () => {
    if (raw.complete !== false) return
    setTimeout(() => {
      if (!raw.complete) raw.destroy()
    }, 2_000).unref()
  })
}
