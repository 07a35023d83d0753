import type pg from 'pg'
import type { EventsReply } from '#contract/endpoint.ts'
import { loadAttempt } from '#server/attempts/load.ts'
import type { Deps } from '#server/platform/deps.ts'

const channel = 'attempt_changed'
const againMs = 1_000
/** A copy is open on one page, sometimes two: beyond this limit the oldest stream is closed. */
const mostPages = 3

type Page = { onChange: () => void; end: () => void }

/** Notifies the pages that follow these copies, on any server, once the transaction is committed. */
export async function notifyPages(client: pg.Pool | pg.PoolClient, attemptIds: readonly string[]) {
  if (attemptIds.length === 0) return
  await client.query({
    name: 'attempts-tell',
    text: `select pg_notify('${channel}', id::text) from unnest($1::uuid[]) as id`,
    values: [attemptIds],
  })
}

/**
 * The event stream of a student's page: each event says that staff changed the copy, and nothing else; the page then asks
 * for its clock. Without the stream the page learns it at its next heartbeat, twenty seconds later at worst.
 */
export async function followAttempt(
  deps: Deps,
  { attemptId, studentId }: { attemptId: string; studentId: string },
): Promise<EventsReply> {
  await loadAttempt(deps.pool, { attemptId, reach: { studentId } })
  return { subscribe: (onChange, end) => attemptEventsOf(deps).subscribe(attemptId, { onChange, end }) }
}

export const closeAttemptEvents = (deps: Deps) => attemptEventsOf(deps).close()

const all = new WeakMap<Deps, AttemptEvents>()
function attemptEventsOf(deps: Deps): AttemptEvents {
  const known = all.get(deps) ?? new AttemptEvents(deps.directPool ?? deps.pool)
  all.set(deps, known)
  return known
}

/** One connection listens for all the pages of this server, from the first page on. */
class AttemptEvents {
  readonly #pool: pg.Pool
  readonly #pages = new Map<string, Set<Page>>()
  #connection: Promise<pg.PoolClient | undefined> | undefined
  #again: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  subscribe(attemptId: string, page: Page): () => void {
    const pages = this.#pages.get(attemptId) ?? new Set()
    this.#pages.set(attemptId, pages.add(page))
    const [oldest] = pages
    if (oldest && pages.size > mostPages) {
      pages.delete(oldest)
      oldest.end()
    }
    this.#connection ??= this.#listen()
    return () => {
      pages.delete(page)
      if (pages.size === 0) this.#pages.delete(attemptId)
    }
  }

  async close() {
    this.#isClosed = true
    clearTimeout(this.#again)
    const client = await this.#connection
    client?.removeAllListeners('end')
    client?.release(true)
  }

  async #listen(): Promise<pg.PoolClient | undefined> {
    try {
      const client = await this.#pool.connect()
      await client.query(`listen ${channel}`).catch((error: Error) => {
        client.release(error)
        throw error
      })
      client.on('notification', ({ payload = '' }) => this.#wake(this.#pages.get(payload)))
      client.once('end', () => {
        client.release(true)
        this.#listenLater()
      })
      // Notifications sent while disconnected are lost, so every page is asked to refresh.
      for (const pages of this.#pages.values()) this.#wake(pages)
      return client
    } catch {
      this.#listenLater()
      return undefined
    }
  }

  #listenLater() {
    this.#connection = undefined
    if (this.#isClosed || this.#pages.size === 0) return
    this.#again = setTimeout(() => {
      this.#connection ??= this.#listen()
    }, againMs)
  }

  #wake(pages: ReadonlySet<Page> | undefined) {
    for (const { onChange } of pages ?? []) onChange()
  }
}
