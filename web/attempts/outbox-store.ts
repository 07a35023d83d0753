import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { compareAnswers } from '#core/answer.ts'
import type { RefusalCode } from '#core/refusal.ts'
import type { Copy } from './sitting-state.ts'

/** One tick that the server has not acknowledged yet. */
export type Entry = {
  attemptId: string
  questionId: string
  choices: string[]
  flagged: boolean
  device: string
  epoch: number
  sequence: number
  /** Set when the server refused it for good: kept, shown as such, sent again only if the copy is opened again. */
  refused?: RefusalCode | undefined
}

/** A copy as this page last saw it: what a reload without network shows. `at` is a reading of `pageInstant`. */
export type KeptCopy = { id: string; copy: Copy; at: number }

/** Where unacknowledged ticks wait, the newest of each question, and the copy they belong to. */
export type OutboxStore = {
  /** False when this browser keeps nothing (private window, school policy): what waits then dies with the page. */
  readonly isDurable: boolean
  list(attemptId: string): Promise<Entry[]>
  put(entry: Entry): Promise<void>
  /** Only this very tick: a newer one that took its place stays. */
  remove(entry: Entry): Promise<void>
  keepCopy(kept: KeptCopy): Promise<void>
  keptCopy(attemptId: string): Promise<KeptCopy | undefined>
  /** One, or all of them. What waits to be sent stays. */
  forgetCopies(attemptId?: string): Promise<void>
}

interface Schema extends DBSchema {
  outbox: { key: [string, string]; value: Entry; indexes: { attempt: string } }
  copies: { key: string; value: KeptCopy }
}

export async function openOutboxStore(): Promise<OutboxStore> {
  try {
    return durable(await inTime(openDatabase()))
  } catch {
    return inMemory()
  }
}

/** Some browsers neither open nor refuse, some networks neither: an exam does not wait for them. */
export function inTime<T>(work: Promise<T>, ms = 2_000): Promise<T> {
  return Promise.race([work, new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error('no answer')), ms))])
}

let database: Promise<IDBPDatabase<Schema>> | undefined

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>('bareme', 1, {
    upgrade(created) {
      created.createObjectStore('outbox', { keyPath: ['attemptId', 'questionId'] }).createIndex('attempt', 'attemptId')
      created.createObjectStore('copies', { keyPath: 'id' })
    },
    // The browser closed it (storage cleared, disk trouble): the next page load opens it again.
    terminated() {
      database = undefined
    },
  })
  database.catch(() => {
    database = undefined
  })
  return database
}

function durable(db: IDBPDatabase<Schema>): OutboxStore {
  return {
    isDurable: true,
    list: (attemptId) => db.getAllFromIndex('outbox', 'attempt', attemptId),
    async put(entry) {
      const { store, done } = db.transaction('outbox', 'readwrite')
      const held = await store.get([entry.attemptId, entry.questionId])
      if (held === undefined || compareAnswers(entry, held) >= 0) await store.put(entry)
      await done
    },
    async remove(entry) {
      const { store, done } = db.transaction('outbox', 'readwrite')
      const key: [string, string] = [entry.attemptId, entry.questionId]
      const held = await store.get(key)
      if (held !== undefined && compareAnswers(entry, held) === 0) await store.delete(key)
      await done
    },
    async keepCopy(kept) {
      await db.put('copies', kept)
    },
    keptCopy: (attemptId) => db.get('copies', attemptId),
    forgetCopies: (attemptId) => (attemptId === undefined ? db.clear('copies') : db.delete('copies', attemptId)),
  }
}

/** The last resort, and the store of tests that are not about storage. */
export function inMemory(): OutboxStore {
  const kept = new Map<string, Entry>()
  const keyOf = ({ attemptId, questionId }: Entry) => `${attemptId}/${questionId}`
  const nothing = () => Promise.resolve(undefined)
  return {
    isDurable: false,
    list: (attemptId) => Promise.resolve([...kept.values()].filter((entry) => entry.attemptId === attemptId)),
    put(entry) {
      const held = kept.get(keyOf(entry))
      if (held === undefined || compareAnswers(entry, held) >= 0) kept.set(keyOf(entry), entry)
      return Promise.resolve()
    },
    remove(entry) {
      const held = kept.get(keyOf(entry))
      if (held !== undefined && compareAnswers(entry, held) === 0) kept.delete(keyOf(entry))
      return Promise.resolve()
    },
    // It would die with the page that made it.
    keepCopy: nothing,
    keptCopy: nothing,
    forgetCopies: nothing,
  }
}
