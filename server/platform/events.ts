import type { OutgoingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { EventsReply } from '#contract/endpoint.ts'

/** Milliseconds between comments; shorter than the idle timeout of common proxies. */
const heartbeatMs = 25_000

/**
 * Event streams: one event without content per change, and regular comments so that no proxy closes an idle connection.
 * They end with the server, which could not close otherwise; browsers reconnect by themselves.
 */
export function createEvents(app: FastifyInstance, counted: { eventLines: number } | null) {
  const open = new Set<Socket>()
  app.addHook('preClose', async () => {
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
    const own = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no', connection: 'close' }
    // Not chunked: the body ends when the connection is closed.
    raw.removeHeader('transfer-encoding')
    raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...own })
    raw.write('retry: 3000\n\n')
    // Thousands are open at once: detaching the socket lets request, reply and headers be garbage-collected.
    raw.detachSocket(line)
    const say = (text: string) => void (line.writable && line.write(text))
    // A stream closed in favour of a newer one must not reconnect at once and close that one in turn.
    const end = () => line.end('retry: 60000\n\n')
    const unsubscribe = subscribe(() => say('data:\n\n'), end)
    const heartbeat = setInterval(() => say(':\n\n'), heartbeatMs)
    open.add(line)
    if (counted) counted.eventLines = open.size
    line.once('close', () => {
      clearInterval(heartbeat)
      unsubscribe()
      open.delete(line)
      if (counted) counted.eventLines = open.size
    })
    return undefined
  }
}
