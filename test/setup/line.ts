import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * A real line between a browser and the server, which can be cut: everything on it breaks at once and nothing passes
 * until it is mended. Cutting it in the browser's own tools would spare the service worker.
 */
export async function openLine(port: number) {
  const sockets = new Set<Socket>()
  let isCut = false
  let bytes = 0
  const server = createServer((near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      one.pipe(other)
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    /** What passed, both ways, headers included. */
    bytes: () => bytes,
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
    },
    mend() {
      isCut = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
