import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * A TCP proxy between a browser and the server, which can be cut: every connection breaks and none opens until it is
 * mended. Playwright's offline mode would not apply to the service worker.
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
    /** The number of bytes transferred in both directions, headers included. */
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
