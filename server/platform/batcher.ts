import type { Deps } from './deps.ts'

type QueuedItem<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

/** Maximum number of rows per statement. */
const most = 200
/** With this many items waiting, the next statement starts without delay. */
const enough = 32
/** Milliseconds from the start of one statement to the start of the next. */
const usualRestMs = 25

/**
 * Wraps a function that handles many items at once: one batcher per server, so that the items of a batch share one
 * clock.
 */
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
 * Collects items that wait at the same moment into one statement, because a commit costs the same for one row as for
 * two hundred. Statements run one at a time, so that saves of one question keep their order. A single item is sent at
 * once; those of the next twenty-five milliseconds are sent together, which saves four statements of five in a full room for a
 * delay that is not noticeable (docs/bench.md).
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
   * One bad item must not make the others fail: a batch refused because of its content is tried again item by item.
   * When the database is unreachable, full or slow, all items fail at once, instead of after one timeout each.
   */
  async #settle(batch: QueuedItem<Item, Result>[], again = mostAgain): Promise<void> {
    try {
      const results = await this.#run(batch.map(({ item }) => item))
      for (const [i, { resolve }] of batch.entries()) resolve(results[i] as Result)
    } catch (error) {
      if (again > 0 && isUndone(error)) await this.#settle(batch, again - 1)
      else if (batch.length === 1 || !isAboutContent(error)) for (const { reject } of batch) reject(error)
      else for (const item of batch) await this.#settle([item])
    }
  }
}

/** How often a batch is sent again that Postgres undid to end a deadlock: a migration locks tables in its own order. */
const mostAgain = 3
/** SQLSTATE class 40: nothing of the statement remains, and the same one may succeed. */
const isUndone = (error: unknown) => ((error as { code?: string }).code ?? '').startsWith('40')
/** SQLSTATE classes for errors in the data: invalid values, violated constraints, wrong types. */
const isAboutContent = (error: unknown) => /^(22|23|42)/.test((error as { code?: string }).code ?? '')
