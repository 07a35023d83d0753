import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { EventsReply } from '#contract/endpoint.ts'

/** Below the patience of every proxy we know of. */
const heartbeatMs = 25_000

/**
 * Event streams: one wordless event per change, a comment now and then so that nobody cuts the line for silence. They
 * end with the server, which could not close otherwise; browsers open another by themselves.
 */
export function createEvents(app: FastifyInstance) {
  const open = new Set<PassThrough>()
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end()
  })
  return (reply: FastifyReply, { subscribe }: EventsReply) => {
    const stream = new PassThrough()
    const unsubscribe = subscribe(() => void stream.write('data:\n\n'))
    const heartbeat = setInterval(() => void stream.write(':\n\n'), heartbeatMs)
    open.add(stream)
    stream.once('close', () => {
      clearInterval(heartbeat)
      unsubscribe()
      open.delete(stream)
    })
    stream.write('retry: 3000\n\n')
    // A proxy that gathers a reply before passing it on would keep every event to itself.
    void reply.header('content-type', 'text/event-stream').header('x-accel-buffering', 'no')
    return reply.send(stream)
  }
}
