import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CannotStart } from './cannot-start.ts'
import type { Deps } from './deps.ts'
import { metricsOf } from './metrics.ts'

/** `/metrics` on a port of its own, which no proxy publishes: the port of the site never answers it. */
export async function startMetrics(deps: Deps, host: string) {
  const metrics = metricsOf(deps)
  const { metricsPort: port } = deps.settings
  if (!metrics || port === null) return { port: null, close: async () => undefined }
  const server = createServer((request, reply) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      reply.writeHead(404).end()
      return
    }
    metrics.register.metrics().then(
      (text) => reply.writeHead(200, { 'content-type': metrics.register.contentType }).end(text),
      () => reply.writeHead(500).end(),
    )
  })
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, host, done)).catch(
    (cause: NodeJS.ErrnoException) => {
      throw cause.code === 'EADDRINUSE' ? new CannotStart(portTaken(port), { cause }) : cause
    },
  )
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { port: (server.address() as AddressInfo).port, close }
}

const portTaken = (port: number) => ({
  french: `Le port ${port} des mesures (METRICS_PORT) est déjà pris par un autre programme.`,
  english: `The port ${port} of the metrics (METRICS_PORT) is already used by another program.`,
})
