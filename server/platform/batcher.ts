import type { Deps } from './deps.ts'

type QueuedItem<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

/** Rows of one statement. */
const most = 200
/** So many do not wait for company any more. */
const enough = 32
/** From the start of a statement to the start of the next one. */
const usualRestMs = 10

/** Work that is done for many at once: one batcher per server, so that what travels together has the same clock. */
export function batched<Item, Result>(
  run: (deps: Deps, items: Item[]) => Promise<Result[]>,
  { restMs = usualRestMs }: { restMs?: number } = {},
) {
  const batchers = new WeakMap<Deps, Batcher<Item, Result>>()
  return (deps: Deps, item: Item): Promise<Result> => {
    let batcher = batchers.get(deps)
    if (!batcher) {
      batcher = new Batcher((items) => run(deps, items), restMs)
      batchers.set(deps, batcher)
    }
    return batcher.push(item)
  }
}

/**
 * What waits at the same moment travels in one statement: a commit costs the same for one row as for two hundred. One
 * statement at a time: saves of one question never overtake. What comes alone leaves at once; what comes in the ten
 * milliseconds after it leaves together: a full room costs four statements less of five, and nobody sees ten
 * milliseconds (docs/bench.md).
 */
export class Batcher<Item, Result> {
  readonly #run: (items: Item[]) => Promise<Result[]>
  readonly #restMs: number
  #waiting: QueuedItem<Item, Result>[] = []
  #isBusy = false
  #isLeaving = false
  #restsUntil = 0
  #rest: NodeJS.Timeout | undefined

  constructor(run: (items: Item[]) => Promise<Result[]>, restMs: number) {
    this.#run = run
    this.#restMs = restMs
  }

  /** Resolves with the result of this item, once its statement is committed. */
  push(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#arm()
    })
  }

  #arm() {
    if (this.#isLeaving || this.#isBusy || this.#waiting.length === 0) return
    const restMs = this.#waiting.length >= enough ? 0 : this.#restsUntil - performance.now()
    if (restMs > 0) this.#rest ??= setTimeout(() => this.#leave(), restMs)
    else this.#leave()
  }

  #leave() {
    clearTimeout(this.#rest)
    this.#rest = undefined
    this.#isLeaving = true
    setImmediate(() => {
      this.#isLeaving = false
      void this.#flush()
    })
  }

  async #flush() {
    const batch = this.#waiting.splice(0, most)
    this.#isBusy = true
    this.#restsUntil = performance.now() + this.#restMs
    try {
      await this.#settle(batch)
    } finally {
      this.#isBusy = false
      this.#arm()
    }
  }

  /**
   * One bad item must not take the others with it: a batch that the database refused for what is in it is tried again
   * item by item. When it is the database that is away, full or slow, all are told at once: nobody waits two hundred times.
   */
  async #settle(batch: QueuedItem<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#run(batch.map(({ item }) => item))
      for (const [i, { resolve }] of batch.entries()) resolve(results[i] as Result)
    } catch (error) {
      if (batch.length === 1 || !isAboutContent(error)) for (const { reject } of batch) reject(error)
      else for (const item of batch) await this.#settle([item])
    }
  }
}

/** SQLSTATE classes: a value that does not fit, a constraint, a value that does not read. */
const isAboutContent = (error: unknown) => /^(22|23|42)/.test((error as { code?: string }).code ?? '')
