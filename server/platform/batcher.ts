import type { Deps } from './deps.ts'

type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

/** Work that is done for many at once: one batcher per server, so that what travels together has the same clock. */
export function batched<Item, Result>(run: (deps: Deps, items: Item[]) => Promise<Result[]>) {
  const batchers = new WeakMap<Deps, Batcher<Item, Result>>()
  return (deps: Deps, item: Item): Promise<Result> => {
    let batcher = batchers.get(deps)
    if (!batcher) {
      batcher = new Batcher((items) => run(deps, items))
      batchers.set(deps, batcher)
    }
    return batcher.push(item)
  }
}

/**
 * What waits at the same moment travels in one statement: a commit costs the same for one row as for two hundred. No
 * delay is added, so a save alone leaves at once. One statement at a time: saves of one question never overtake.
 */
export class Batcher<Item, Result> {
  readonly #run: (items: Item[]) => Promise<Result[]>
  readonly #most: number
  #waiting: Waiting<Item, Result>[] = []
  #isBusy = false
  #isArmed = false

  constructor(run: (items: Item[]) => Promise<Result[]>, most = 200) {
    this.#run = run
    this.#most = most
  }

  /** Resolves with the result of this item, once its statement is committed. */
  push(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#arm()
    })
  }

  #arm() {
    if (this.#isArmed || this.#isBusy || this.#waiting.length === 0) return
    this.#isArmed = true
    setImmediate(() => {
      this.#isArmed = false
      void this.#flush()
    })
  }

  async #flush() {
    const batch = this.#waiting.splice(0, this.#most)
    this.#isBusy = true
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
  async #settle(batch: Waiting<Item, Result>[]): Promise<void> {
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
