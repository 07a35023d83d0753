/** The durations of one kind of request, in milliseconds. */
export class Durations {
  readonly #all: number[] = []

  add(ms: number) {
    this.#all.push(ms)
  }

  get count() {
    return this.#all.length
  }

  /** A percentile by the nearest-rank method. Null without measurements. */
  at(percent: number): number | null {
    const sorted = this.#all.sort((a, b) => a - b)
    const rank = Math.ceil((percent / 100) * sorted.length)
    const found = sorted[Math.max(0, rank - 1)]
    return found === undefined ? null : Math.round(found * 10) / 10
  }
}
