import { compareAnswers } from '#core/attempts/answer.ts'
import type { SittingCopy } from './sitting-copy.ts'

/** One answer change that the server has not acknowledged yet. */
export type OutboxEntry = {
  attemptId: string
  questionId: string
  choices: string[]
  flagged: boolean
  device: string
  epoch: number
  sequence: number
  /**
   * The server received it after the end: kept for the file of the attempt, and sent again only if the attempt is
   * reopened.
   */
  isLate?: boolean
}

/** The attempt as last displayed, for a reload without network. `at` is a reading of `pageInstant`. */
export type KeptCopy = { id: string; copy: SittingCopy; at: number }

/** Stores the newest unacknowledged entry of each question, and the copy of the attempt. */
export type OutboxStore = {
  /**
   * False when this browser stores nothing (private window, school policy): unsent entries are lost when the page
   * closes.
   */
  readonly isDurable: boolean
  list(attemptId: string): Promise<OutboxEntry[]>
  /** Rejects when the browser could not write it; the page then keeps it in memory. */
  put(entry: OutboxEntry): Promise<void>
  /** Removes this entry unless a newer one has replaced it. */
  remove(entry: OutboxEntry): Promise<void>
  keepCopy(kept: KeptCopy): Promise<void>
  keptCopy(attemptId: string): Promise<KeptCopy | undefined>
  /** Deletes one stored copy, or all of them. Unsent entries are kept. */
  deleteKeptCopies(attemptId?: string): Promise<void>
}

export async function openOutboxStore(): Promise<OutboxStore> {
  try {
    return durable(await inTime(openDatabase()))
  } catch {
    return ofThisPage
  }
}

/** Rejects after `ms`: some browsers never settle a database request, and an exam must not wait for it. */
export function inTime<T>(work: Promise<T>, ms = 2_000): Promise<T> {
  return Promise.race([work, new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error('no answer')), ms))])
}

let database: Promise<IDBDatabase> | undefined

function openDatabase(): Promise<IDBDatabase> {
  database ??= new Promise<IDBDatabase>((done, refuse) => {
    const request = indexedDB.open('bareme', 1)
    request.onupgradeneeded = () => {
      const created = request.result
      created.createObjectStore('outbox', { keyPath: ['attemptId', 'questionId'] }).createIndex('attempt', 'attemptId')
      created.createObjectStore('copies', { keyPath: 'id' })
    }
    request.onsuccess = () => {
      // The browser closed the database (storage cleared, disk trouble): the next page load opens it again.
      request.result.onclose = () => {
        database = undefined
      }
      done(request.result)
    }
    request.onerror = () => refuse(request.error)
  })
  database.catch(() => {
    database = undefined
  })
  return database
}

type Place = 'outbox' | 'copies'

/** Runs `work` in one transaction; resolves with the result of its request once the transaction is complete. */
function within<T>(db: IDBDatabase, place: Place, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((done, refuse) => {
    const transaction = db.transaction(place, 'readwrite')
    const request = work(transaction.objectStore(place))
    transaction.oncomplete = () => done(request.result)
    transaction.onabort = () => refuse(transaction.error)
  })
}

/** Reads the stored entry of the same question and acts on it in the same transaction. */
function onStored(
  db: IDBDatabase,
  entry: OutboxEntry,
  act: (store: IDBObjectStore, stored: OutboxEntry | undefined) => void,
) {
  return within(db, 'outbox', (store) => {
    const request: IDBRequest<OutboxEntry | undefined> = store.get([entry.attemptId, entry.questionId])
    request.onsuccess = () => act(store, request.result)
    return request
  })
}

function durable(db: IDBDatabase): OutboxStore {
  return {
    isDurable: true,
    async list(attemptId) {
      const written = await within<OutboxEntry[]>(db, 'outbox', (store) => store.index('attempt').getAll(attemptId))
      return [...written, ...(await ofThisPage.list(attemptId))]
    },
    async put(entry) {
      try {
        await onStored(db, entry, (store, stored) => {
          if (isNewest(entry, stored)) store.put(entry)
        })
      } catch (error) {
        await ofThisPage.put(entry)
        throw error
      }
    },
    async remove(entry) {
      await ofThisPage.remove(entry)
      await onStored(db, entry, (store, stored) => {
        if (isSame(entry, stored)) store.delete([entry.attemptId, entry.questionId])
      })
    },
    async keepCopy(kept) {
      await within(db, 'copies', (store) => store.put(kept))
    },
    keptCopy: (attemptId) => within<KeptCopy | undefined>(db, 'copies', (store) => store.get(attemptId)),
    deleteKeptCopies: (attemptId) =>
      within(db, 'copies', (store) => (attemptId === undefined ? store.clear() : store.delete(attemptId))),
  }
}

/** Used when no database opens, and in tests that are not about storage. */
export function inMemory(): OutboxStore {
  const kept = new Map<string, OutboxEntry>()
  const keyOf = ({ attemptId, questionId }: OutboxEntry) => `${attemptId}/${questionId}`
  const nothing = () => Promise.resolve(undefined)
  return {
    isDurable: false,
    list: (attemptId) => Promise.resolve([...kept.values()].filter((entry) => entry.attemptId === attemptId)),
    put(entry) {
      if (isNewest(entry, kept.get(keyOf(entry)))) kept.set(keyOf(entry), entry)
      return Promise.resolve()
    },
    remove(entry) {
      if (isSame(entry, kept.get(keyOf(entry)))) kept.delete(keyOf(entry))
      return Promise.resolve()
    },
    // In memory, it would not survive the reload it is meant for.
    keepCopy: nothing,
    keptCopy: nothing,
    deleteKeptCopies: nothing,
  }
}

/** Entries the browser could not write, shared by the views of this page. */
const ofThisPage = inMemory()

const isNewest = (entry: OutboxEntry, stored: OutboxEntry | undefined) =>
  stored === undefined || compareAnswers(entry, stored) >= 0
const isSame = (entry: OutboxEntry, stored: OutboxEntry | undefined) =>
  stored !== undefined && compareAnswers(entry, stored) === 0
