import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { EventsReply } from '#contract/endpoint.ts'

/** Below the patience of every proxy we know of. */
const heartbeatMs = 25_000

/**
 * Event streams: one wordless event per change, a comment now and then so that nobody cuts the line for silence. They
 * end with the server, which could not close otherwise; browsers open another by themselves.
 */
export function createEvents(app: FastifyInstance) {
  const open = new Set<ServerResponse>()
  app.addHook('preClose', async () => {
    for (const line of open) line.end()
  })
  return (reply: FastifyReply, { subscribe }: EventsReply) => {
    // Written by hand: thousands are open at once, and a stream piped into each would weigh more than the line itself.
    reply.hijack()
    const line = reply.raw
    // Gone while it was looked up.
    if (line.destroyed) return
    // A proxy that gathers a reply before passing it on would keep every event to itself.
    const own = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
    line.writeHead(200, { ...(reply.getHeaders() as OutgoingHttpHeaders), ...own })
    line.write('retry: 3000\n\n')
    const unsubscribe = subscribe(() => void line.write('data:\n\n'))
    const heartbeat = setInterval(() => void line.write(':\n\n'), heartbeatMs)
    open.add(line)
    line.once('close', () => {
      clearInterval(heartbeat)
      unsubscribe()
      open.delete(line)
    })
  }
}
