import type pg from 'pg'
import type { Deps } from './deps.ts'

const channels = ['attempt_changed', 'sessions_ended', 'wrong_try', 'browser_locks'] as const
type Channel = (typeof channels)[number]
type Listener = { hear: (payload: string) => void; missed: () => void }
const againMs = 1_000

/**
 * What servers of one database tell each other, by LISTEN and NOTIFY: one connection per server, from the first listener
 * on. Messages sent while it is lost are lost too: listeners are then told that they missed some.
 */
class Messages {
  /** Tells this server's own messages from those of others. */
  readonly serverId: string
  readonly #pool: pg.Pool
  readonly #listeners = new Map<Channel, Set<Listener>>()
  #connection: Promise<pg.PoolClient | undefined> | undefined
  #again: NodeJS.Timeout | undefined
  #isListening = false
  #isClosed = false

  constructor({ pool, directPool = pool, randomBytes }: Needs) {
    this.#pool = directPool
    this.serverId = uuidFrom(randomBytes(16))
  }

  /** False from the moment the connection is lost: what others say then goes unheard. */
  get isListening() {
    return this.#isListening
  }

  listen(channel: Channel, listener: Listener) {
    this.#listeners.set(channel, (this.#listeners.get(channel) ?? new Set()).add(listener))
    if (!this.#isClosed && !this.#again) this.#connection ??= this.#connect()
  }

  async close() {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#isListening = false
    clearTimeout(this.#again)
    const client = await this.#connection
    client?.removeAllListeners('end')
    client?.release(true)
  }

  async #connect(): Promise<pg.PoolClient | undefined> {
    try {
      const client = await this.#pool.connect()
      client.on('notification', ({ channel, payload = '' }) => this.#hear(channel as Channel, payload))
      client.once('end', () => {
        client.release(true)
        this.#connectLater()
      })
      await client.query(channels.map((channel) => `listen ${channel}`).join(';')).catch((error: Error) => {
        client.removeAllListeners('end')
        client.release(error)
        throw error
      })
      this.#isListening = true
      for (const listeners of this.#listeners.values()) for (const { missed } of listeners) missed()
      return client
    } catch {
      this.#connectLater()
      return undefined
    }
  }

  #connectLater() {
    this.#isListening = false
    this.#connection = undefined
    if (this.#isClosed) return
    this.#again = setTimeout(() => {
      this.#again = undefined
      this.#connection ??= this.#connect()
    }, againMs).unref()
  }

  #hear(channel: Channel, payload: string) {
    for (const { hear } of this.#listeners.get(channel) ?? []) hear(payload)
  }
}

type Needs = Pick<Deps, 'pool' | 'directPool' | 'randomBytes'>

/** Version 4 of RFC 9562. */
function uuidFrom(bytes: Buffer) {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

const all = new WeakMap<pg.Pool, Messages>()
export function messagesOf(deps: Needs): Messages {
  const known = all.get(deps.pool) ?? new Messages(deps)
  all.set(deps.pool, known)
  return known
}

/** The connection that listens would otherwise keep its pool open, and the process alive. */
export const closeMessages = ({ pool }: Pick<Deps, 'pool'>) => all.get(pool)?.close()

/** Sent to every server, this one too; never throws, because what it announces is already done. */
export async function tellServers({ pool }: Pick<Deps, 'pool'>, channel: Channel, payloads: readonly string[]) {
  const text = `select pg_notify('${channel}', payload) from unnest($1::text[]) as payload`
  await pool.query({ name: `tell-${channel}`, text, values: [payloads] }).catch(() => undefined)
}
