import type pg from 'pg'
import type { EventsReply } from '#contract/endpoint.ts'
import { loadOwn } from '#server/attempts/load.ts'
import type { Deps } from '#server/platform/deps.ts'
import { messagesOf } from '#server/platform/messages.ts'

/** A copy is open on one page, sometimes two: beyond this limit the oldest stream is closed. */
const mostPages = 3

type Page = { onChange: () => void; end: () => void }

/** Notifies the pages that follow these copies, on any server, once the transaction is committed. */
export async function notifyPages(client: pg.Pool | pg.PoolClient, attemptIds: readonly string[]) {
  if (attemptIds.length === 0) return
  await client.query({
    name: 'attempts-tell',
    text: `select pg_notify('attempt_changed', id::text) from unnest($1::uuid[]) as id`,
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
  await loadOwn(deps, { attemptId, studentId })
  return { subscribe: (onChange, end) => attemptEventsOf(deps).subscribe(attemptId, { onChange, end }) }
}

const all = new WeakMap<Deps, AttemptEvents>()
function attemptEventsOf(deps: Deps): AttemptEvents {
  const known = all.get(deps) ?? new AttemptEvents(deps)
  all.set(deps, known)
  return known
}

class AttemptEvents {
  readonly #deps: Deps
  readonly #pages = new Map<string, Set<Page>>()
  #isListening = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  subscribe(attemptId: string, page: Page): () => void {
    const pages = this.#pages.get(attemptId) ?? new Set()
    this.#pages.set(attemptId, pages.add(page))
    const [oldest] = pages
    if (oldest && pages.size > mostPages) {
      pages.delete(oldest)
      oldest.end()
    }
    this.#listen()
    return () => {
      pages.delete(page)
      if (pages.size === 0) this.#pages.delete(attemptId)
    }
  }

  #listen() {
    if (this.#isListening) return
    this.#isListening = true
    messagesOf(this.#deps).listen('attempt_changed', {
      hear: (attemptId) => this.#wake(this.#pages.get(attemptId)),
      missed: () => {
        for (const pages of this.#pages.values()) this.#wake(pages)
      },
    })
  }

  #wake(pages: ReadonlySet<Page> | undefined) {
    for (const { onChange } of pages ?? []) onChange()
  }
}
