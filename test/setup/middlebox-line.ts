import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer } from './middlebox.ts'

type Line = {
  origin: string
  /** Replies to requests of these paths in place of the server; null forwards all requests. */
  say: (answer: (Answer & { isCut?: boolean }) | null, paths?: RegExp) => void
  /** The number of requests it has replied to since the last call of `say`. */
  answered: () => number
  /** The same per URL, without the query string. */
  byAddress: () => ReadonlyMap<string, number>
  close: () => Promise<void>
}

/**
 * An HTTP proxy between a browser and the server, like those of schools: it forwards every request, or replies itself.
 */
export async function openMiddlebox(port: number): Promise<Line> {
  let said: Parameters<Line['say']>[0] = null
  let among = /^/
  const answered = new Map<string, number>()
  const server = createServer((near, reply) => {
    if (said && among.test(near.url ?? '')) {
      const address = `${near.method} ${near.url?.split('?')[0]}`
      answered.set(address, (answered.get(address) ?? 0) + 1)
      near.resume()
      const length = said.isCut ? { 'content-length': String(said.body.length + 100) } : {}
      reply.writeHead(said.status, { ...said.headers, ...length })
      reply.write(said.body)
      if (said.isCut) setImmediate(() => reply.destroy())
      else reply.end()
      return
    }
    const { url, method, headers } = near
    const far = request({ host: '127.0.0.1', port, path: url, method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(reply)
    })
    far.on('error', () => reply.destroy())
    reply.on('close', () => far.destroy())
    near.pipe(far)
  })
  return {
    origin: `http://localhost:${await listen(server)}`,
    say(answer, paths = /^/) {
      said = answer
      among = paths
      answered.clear()
    },
    answered: () => [...answered.values()].reduce((sum, count) => sum + count, 0),
    byAddress: () => answered,
    close: () => close(server),
  }
}

/** Another host, which replies to any request with JSON and allows every origin to read it. */
export async function openStranger(body: string) {
  let asked = 0
  const server = createServer((near, reply) => {
    asked += 1
    near.resume()
    const open = { 'access-control-allow-origin': near.headers.origin ?? '*', 'access-control-allow-headers': '*' }
    const methods = { 'access-control-allow-methods': '*', 'access-control-expose-headers': '*' }
    reply.writeHead(200, { ...open, ...methods, 'content-type': 'application/json', 'x-bareme': '1' }).end(body)
  })
  const address = `http://127.0.0.1:${await listen(server)}/`
  return { address, asked: () => asked, close: () => close(server) }
}

const listen = (server: Server) =>
  new Promise<number>((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)))
const close = (server: Server) =>
  new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
