import { vi } from 'vitest'
import { nobody, type Someone, type World } from './world.ts'

export type Network = {
  isDown: boolean
  losesReplies: boolean
  asked: string[]
  who: Someone
  /** Replies in place of the server, like a proxy; undefined lets the request through. */
  instead: ((asked: { method: string; url: string; body: string }) => Response | undefined) | null
  /** Delays the replies, of one URL or of all, until the returned function is called. */
  hold: (url?: string) => () => void
}

/** Pages ask addresses of their own site; a whole address is asked by the server, which runs in the same process. */
const outside = globalThis.fetch

/**
 * Connects the page's fetch to the real server, without a mock API. A test can cut the network (`isDown`), lose replies
 * after the server handled the request (`losesReplies`), delay them (`hold`), reply in place of the server (`instead`),
 * and change the signed-in person (`who`).
 */
export function connectWindow(world: World, who: Someone = nobody): Network {
  const late: { url: string | undefined; until: Promise<void> }[] = []
  const hold = (url?: string) => {
    let letGo = () => {}
    const until = new Promise<void>((resolve) => {
      letGo = resolve
    })
    late.push({ url, until })
    return letGo
  }
  const network: Network = { isDown: false, losesReplies: false, asked: [], who, instead: null, hold }
  vi.stubGlobal('fetch', async (url: string, options: RequestInit = {}) => {
    if (/^https?:/.test(url)) return outside(url, options)
    const { method = 'GET', body } = options
    network.asked.push(`${method} ${url}`)
    if (network.isDown) throw new TypeError('Failed to fetch')
    const other = network.instead?.({ method, url, body: typeof body === 'string' ? body : '' })
    if (other) return other
    const answer = await world.app.inject({
      method: method as 'GET',
      url,
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      },
      cookies: network.who.token ? { bareme: network.who.token } : {},
      ...(typeof body === 'string' ? { payload: body } : {}),
    })
    // Stores the cookie as a browser does: signing in changes the person of the next requests.
    const cookie = answer.cookies.find(({ name }) => name === 'bareme')
    if (cookie) network.who = { ...network.who, token: cookie.value }
    await Promise.all(late.filter((one) => (one.url ?? url) === url).map(({ until }) => until))
    if (network.losesReplies) throw new TypeError('Failed to fetch')
    return new Response(answer.body, { status: answer.statusCode, headers: headersOf(answer.headers) })
  })
  vi.stubGlobal('XMLHttpRequest', Upload)
  return network
}

/** What uploads use of an XMLHttpRequest, on the page's fetch: half the body leaves, then all of it. */
class Upload {
  upload: { onprogress?: (bytes: { loaded: number; total: number }) => void } = {}
  onload = () => {}
  onerror = () => {}
  onabort = () => {}
  status = 0
  responseText = ''
  #headers = new Headers()
  #where = { method: '', url: '' }
  #isOver = false

  open(method: string, url: string) {
    this.#where = { method, url }
  }

  setRequestHeader() {
    // The page's fetch says itself what it sends.
  }

  getAllResponseHeaders = () => [...this.#headers].map(([name, value]) => `${name}: ${value}`).join('\r\n')

  abort() {
    if (this.#isOver) return
    this.#isOver = true
    this.onabort()
  }

  send(body: string) {
    const total = body.length
    this.upload.onprogress?.({ loaded: total / 2, total })
    const { url, method } = this.#where
    void fetch(url, { method, body }).then(
      async (reply) => {
        if (this.#isOver) return
        this.upload.onprogress?.({ loaded: total, total })
        this.status = reply.status
        this.#headers = reply.headers
        this.responseText = await reply.text()
        this.#isOver = true
        this.onload()
      },
      () => this.onerror(),
    )
  }
}

function headersOf(headers: Record<string, unknown>): Headers {
  return new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
