import type { OutgoingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { EventsReply } from '#contract/endpoint.ts'

/** Below the patience of every proxy we know of. */
const heartbeatMs = 25_000

/**
 * Event streams: one wordless event per change, a comment now and then so that nobody cuts the line for silence. They
 * end with the server, which could not close otherwise; browsers open another by themselves.
 */
export function createEvents(app: FastifyInstance) {
  const open = new Set<Socket>()
  app.addHook('preClose', async () => {
    for (const line of open) line.end()
  })
  return (reply: FastifyReply, { subscribe }: EventsReply) => {
    // Asked for the headers alone, there is nothing to wait for.
    if (reply.request.method === 'HEAD') return reply.type('text/event-stream').send('')
    reply.hijack()
    const { raw } = reply
    const line = raw.socket
    // Gone while it was looked up.
    if (!line || raw.destroyed) return undefined
    // A proxy that gathers a reply before passing it on would keep every event to itself.
    const own = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no', connection: 'close' }
    // Not in chunks: the body is what comes until the line is closed.
    raw.removeHeader('transfer-encoding')
    raw.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...own })
    raw.write('retry: 3000\n\n')
    // Thousands are open at once: a line goes on alone, and its request, reply and headers can be collected.
    raw.detachSocket(line)
    const say = (text: string) => void (line.writable && line.write(text))
    // One that was ended for a newer one comes back later, and does not chase it away again at once.
    const end = () => line.end('retry: 60000\n\n')
    const unsubscribe = subscribe(() => say('data:\n\n'), end)
    const heartbeat = setInterval(() => say(':\n\n'), heartbeatMs)
    open.add(line)
    line.once('close', () => {
      clearInterval(heartbeat)
      unsubscribe()
      open.delete(line)
    })
    return undefined
  }
}
