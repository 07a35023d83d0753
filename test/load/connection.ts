import { connect, type Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'

export type Answer = { status: number; body: Buffer; cookies: string[] }
export type Request = { method: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown }

/** What a browser sends with every request of a page. */
const asBrowsers = [
  'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  'accept: */*',
  'accept-encoding: gzip, deflate, br',
  'accept-language: fr-FR,fr;q=0.9,en;q=0.8',
  'sec-fetch-dest: empty',
  'sec-fetch-mode: cors',
  'sec-fetch-site: same-origin',
]

const endOfHead = Buffer.from('\r\n\r\n')

/**
 * A different address per student: with twenty thousand connections from one address, so few ports remain that the
 * system spends half a core looking for a free one.
 */
export const homeOf = (number: number) => `127.0.0.${2 + (number % 200)}`

export type ConnectionOptions = {
  host?: string
  port: number
  from?: string
  cookie?: string
  timeoutMs?: number
}

/**
 * A keep-alive connection, like the browser of one student. HTTP/1.1 is written by hand because the generator shares
 * two cores with the server it measures, and a general client costs three times as much.
 */
export class Connection {
  readonly #host: string
  readonly #port: number
  readonly #from: string | undefined
  readonly #timeoutMs: number | undefined
  #socket: Socket | undefined
  cookie: string
  #parts: Buffer[] = []
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  received = 0
  sent = 0

  /** `timeoutMs`: a reply that takes longer is given up, as the page does when a network swallows what it sends. */
  constructor({ host = '127.0.0.1', port, from, cookie = '', timeoutMs }: ConnectionOptions) {
    this.#host = host
    this.#port = port
    this.#timeoutMs = timeoutMs
    this.cookie = cookie
    this.#from = from
  }

  /** Sends one request at a time, and stores the cookies of the reply. */
  async request({ method, path, body }: Request): Promise<Answer> {
    const isNew = !this.#isOpen()
    const socket = await this.#open()
    const payload = body === undefined ? '' : JSON.stringify(body)
    const head = [
      `${method} ${path} HTTP/1.1`,
      `host: ${this.#host}:${this.#port}`,
      `origin: http://${this.#host}:${this.#port}`,
      ...asBrowsers,
      ...(this.cookie ? [`cookie: ${this.cookie}`] : []),
      ...(body === undefined
        ? []
        : ['content-type: application/json', `content-length: ${Buffer.byteLength(payload)}`]),
      ...(method === 'GET' || body !== undefined ? [] : ['content-length: 0']),
    ]
    const text = `${head.join('\r\n')}\r\n\r\n${payload}`
    this.sent += text.length
    const say = (on: Socket) =>
      new Promise<Answer>((resolve, reject) => {
        this.#waiting = { resolve, reject }
        on.write(text)
      })
    // A server may close an idle connection just when it is used again: retry on a new one, as browsers do.
    const answer = await say(socket).catch(async (error: Error) => {
      if (isNew) throw error
      return say(await this.#open())
    })
    if (answer.cookies.length > 0) this.cookie = answer.cookies.join('; ')
    return answer
  }

  close() {
    this.#socket?.destroy()
  }

  #isOpen(): boolean {
    return this.#socket !== undefined && !this.#socket.destroyed
  }

  async #open(): Promise<Socket> {
    if (this.#socket && this.#isOpen()) return this.#socket
    const socket = connect({
      port: this.#port,
      host: this.#host,
      ...(this.#from ? { localAddress: this.#from } : {}),
      noDelay: true,
    })
    this.#socket = socket
    const patience = this.#timeoutMs && setTimeout(() => socket.destroy(new Error('not connected')), this.#timeoutMs)
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail)).finally(() =>
      clearTimeout(patience),
    )
    socket.removeAllListeners('error')
    if (this.#timeoutMs) socket.setTimeout(this.#timeoutMs, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => this.#hear(chunk))
    socket.on('close', () => {
      if (this.#socket === socket) this.#fail(new Error('connection closed'))
    })
    return socket
  }

  #fail(error: Error) {
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#parts = []
    waiting?.reject(error)
  }

  #hear(chunk: Buffer) {
    this.received += chunk.length
    this.#parts.push(chunk)
    const whole = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts)
    this.#parts = [whole]
    const end = whole.indexOf(endOfHead)
    if (end === -1) return
    const head = whole.toString('latin1', 0, end)
    const start = end + endOfHead.length
    const body = bodyOf(head, whole.subarray(start))
    if (!body) return
    this.#parts = []
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve({
      status: Number(head.slice(9, 12)),
      body: /\r\ncontent-encoding: gzip/i.test(head) ? gunzipSync(body) : body,
      cookies: [...head.matchAll(/\r\nset-cookie: ([^;\r]+)/gi)].map(([, cookie = '']) => cookie),
    })
  }
}

/** Undefined until all of it has come. A proxy may send in chunks what the server sent with its length. */
function bodyOf(head: string, rest: Buffer): Buffer | undefined {
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) {
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    return rest.length < length ? undefined : rest.subarray(0, length)
  }
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const end = rest.indexOf('\r\n', at)
    if (end === -1) return undefined
    const size = Number.parseInt(rest.toString('latin1', at, end), 16)
    if (rest.length < end + 2 + size + 2) return undefined
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(rest.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
}
