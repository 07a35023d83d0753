import type { OutgoingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { EventsReply } from '#contract/endpoint.ts'

/** Milliseconds between comments on one stream; shorter than the idle timeout of common proxies. */
const heartbeatMs = 25_000
/** One timer for all streams writes to a share of them at a time, so that ten thousand are not written to at once. */
const shares = 25

/**
 * Event streams: one event without content per change, and regular comments so that no proxy closes an idle connection.
 * They end with the server, which could not close otherwise; browsers reconnect by themselves.
 */
export function createEvents(app: FastifyInstance, counted: { eventLines: number } | null) {
  const open = new Set<Socket>()
  const byShare = Array.from({ length: shares }, () => new Set<Socket>())
  let opened = 0
  let turn = 0
  const beating = setInterval(() => {
    turn = (turn + 1) % shares
    for (const line of byShare[turn] ?? []) if (line.writable) line.write(':\n\n')
  }, heartbeatMs / shares).unref()
  app.addHook('preClose', async () => {
    clearInterval(beating)
    for (const line of open) line.end()
  })
  return (reply: FastifyReply, { subscribe }: EventsReply) => {
    // A HEAD request only wants the headers.
    if (reply.request.method === 'HEAD') return reply.type('text/event-stream').send('')
    reply.hijack()
    const { raw } = reply
    const line = raw.socket
    // The client disconnected during the look-up.
    if (!line || raw.destroyed) return undefined
    // Without this header, a buffering proxy would hold back every event.
    const ofStream = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no', connection: 'close' }
    // Not chunked: the body ends when the connection is closed.
    raw.removeHeader('transfer-encoding')
    raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...ofStream })
    raw.write('retry: 3000\n\n')
    // Thousands are open at once: detaching the socket lets request, reply and headers be garbage-collected.
    raw.detachSocket(line)
    const say = (text: string) => void (line.writable && line.write(text))
    // A stream closed in favour of a newer one must not reconnect at once and close that one in turn.
    const end = () => line.end('retry: 60000\n\n')
    const unsubscribe = subscribe(() => say('data:\n\n'), end)
    opened += 1
    const own = byShare[opened % shares] as Set<Socket>
    own.add(line)
    open.add(line)
    if (counted) counted.eventLines = open.size
    line.once('close', () => {
      own.delete(line)
      unsubscribe()
      open.delete(line)
      if (counted) counted.eventLines = open.size
    })
    return undefined
  }
}
