import { compareAnswers } from '#core/attempts/answer.ts'
import type { SittingCopy } from './sitting-copy.ts'

/** One tick that the server has not acknowledged yet. */
export type Entry = {
  attemptId: string
  questionId: string
  choices: string[]
  flagged: boolean
  device: string
  epoch: number
  sequence: number
  /** The server has it, out of time: it stays for the copy file, and leaves again only if the copy is opened again. */
  isLate?: boolean
}

/** A copy as this page last saw it: what a reload without network shows. `at` is a reading of `pageInstant`. */
export type KeptCopy = { id: string; copy: SittingCopy; at: number }

/** Where unacknowledged ticks wait, the newest of each question, and the copy they belong to. */
export type OutboxStore = {
  /** False when this browser keeps nothing (private window, school policy): what waits then dies with the page. */
  readonly isDurable: boolean
  list(attemptId: string): Promise<Entry[]>
  /** Rejects when this browser did not write it; the page then keeps it as long as it is open. */
  put(entry: Entry): Promise<void>
  /** Only this very tick: a newer one that took its place stays. */
  remove(entry: Entry): Promise<void>
  keepCopy(kept: KeptCopy): Promise<void>
  keptCopy(attemptId: string): Promise<KeptCopy | undefined>
  /** One, or all of them. What waits to be sent stays. */
  forgetCopies(attemptId?: string): Promise<void>
}

export async function openOutboxStore(): Promise<OutboxStore> {
  try {
    return durable(await inTime(openDatabase()))
  } catch {
    return ofThisPage
  }
}

/** Some browsers neither open nor refuse, some networks neither: an exam does not wait for them. */
export function inTime<T>(work: Promise<T>, ms = 2_000): Promise<T> {
  return Promise.race([work, new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error('no answer')), ms))])
}

let database: Promise<IDBDatabase> | undefined

function openDatabase(): Promise<IDBDatabase> {
  database ??= new Promise<IDBDatabase>((done, refuse) => {
    const asked = indexedDB.open('bareme', 1)
    asked.onupgradeneeded = () => {
      const created = asked.result
      created.createObjectStore('outbox', { keyPath: ['attemptId', 'questionId'] }).createIndex('attempt', 'attemptId')
      created.createObjectStore('copies', { keyPath: 'id' })
    }
    asked.onsuccess = () => {
      // The browser closed it (storage cleared, disk trouble): the next page load opens it again.
      asked.result.onclose = () => {
        database = undefined
      }
      done(asked.result)
    }
    asked.onerror = () => refuse(asked.error)
  })
  database.catch(() => {
    database = undefined
  })
  return database
}

type Place = 'outbox' | 'copies'

/** One transaction: what `work` asks last is its answer, once everything is written. */
function within<T>(db: IDBDatabase, place: Place, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((done, refuse) => {
    const transaction = db.transaction(place, 'readwrite')
    const asked = work(transaction.objectStore(place))
    transaction.oncomplete = () => done(asked.result)
    transaction.onabort = () => refuse(transaction.error)
  })
}

/** Looks at what is held of the same question, and acts on it in the same transaction. */
function onHeld(db: IDBDatabase, entry: Entry, act: (store: IDBObjectStore, held: Entry | undefined) => void) {
  return within(db, 'outbox', (store) => {
    const asked: IDBRequest<Entry | undefined> = store.get([entry.attemptId, entry.questionId])
    asked.onsuccess = () => act(store, asked.result)
    return asked
  })
}

function durable(db: IDBDatabase): OutboxStore {
  return {
    isDurable: true,
    async list(attemptId) {
      const written = await within<Entry[]>(db, 'outbox', (store) => store.index('attempt').getAll(attemptId))
      return [...written, ...(await ofThisPage.list(attemptId))]
    },
    async put(entry) {
      try {
        await onHeld(db, entry, (store, held) => {
          if (isNewest(entry, held)) store.put(entry)
        })
      } catch (error) {
        await ofThisPage.put(entry)
        throw error
      }
    },
    async remove(entry) {
      await ofThisPage.remove(entry)
      await onHeld(db, entry, (store, held) => {
        if (isSame(entry, held)) store.delete([entry.attemptId, entry.questionId])
      })
    },
    async keepCopy(kept) {
      await within(db, 'copies', (store) => store.put(kept))
    },
    keptCopy: (attemptId) => within<KeptCopy | undefined>(db, 'copies', (store) => store.get(attemptId)),
    forgetCopies: (attemptId) =>
      within(db, 'copies', (store) => (attemptId === undefined ? store.clear() : store.delete(attemptId))),
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
      if (isNewest(entry, kept.get(keyOf(entry)))) kept.set(keyOf(entry), entry)
      return Promise.resolve()
    },
    remove(entry) {
      if (isSame(entry, kept.get(keyOf(entry)))) kept.delete(keyOf(entry))
      return Promise.resolve()
    },
    // It would die with the page that made it.
    keepCopy: nothing,
    keptCopy: nothing,
    forgetCopies: nothing,
  }
}

/** What the browser does not write, from one view of this page to the next. */
const ofThisPage = inMemory()

const isNewest = (entry: Entry, held: Entry | undefined) => held === undefined || compareAnswers(entry, held) >= 0
const isSame = (entry: Entry, held: Entry | undefined) => held !== undefined && compareAnswers(entry, held) === 0
