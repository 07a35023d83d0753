import { once } from 'node:events'
import { connect } from 'node:net'

export type EventLine = { isCut(): boolean; bytes(): number; close(): void }

/** The event stream that a page of a running exam keeps open; it only counts events. */
export async function openLine({
  port,
  from,
  cookie,
  attemptId,
}: {
  port: number
  from: string
  cookie: string
  attemptId: string
}): Promise<EventLine> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from })
  await once(socket, 'connect')
  const head = [
    `GET /api/attempts/${attemptId}/changes HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'user-agent: Mozilla/5.0 (X11; Linux x86_64) bench',
    'accept: text/event-stream',
    `cookie: ${cookie}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  const status = answer.toString('latin1', 9, 12)
  if (status !== '200') throw new Error(`event line: ${status}`)
  let isCut = false
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isCut = true
  })
  socket.resume()
  return {
    isCut: () => isCut,
    bytes: () => socket.bytesRead + socket.bytesWritten,
    close: () => socket.destroy(),
  }
}
