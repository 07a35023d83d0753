/**
 * The counter of ticks of one copy on this browser: ever growing, across reloads and tabs (they share localStorage), so
 * that a tick made after a reload without network still comes after those made before it.
 */
export class Sequence {
  readonly #key: string
  #last: number

  /** `atLeast`: the greatest sequence seen in the answers held by the server or waiting on this device. */
  constructor(attemptId: string, atLeast = 0) {
    this.#key = `bareme.sequence.${attemptId}`
    this.#last = Math.max(atLeast, this.#kept())
  }

  next(): number {
    this.#last = Math.max(this.#last, this.#kept()) + 1
    try {
      localStorage.setItem(this.#key, String(this.#last))
    } catch {
      // Without storage the counter lives as long as the page; the epoch of the next page is greater anyway.
    }
    return this.#last
  }

  #kept(): number {
    try {
      return Number(localStorage.getItem(this.#key)) || 0
    } catch {
      return 0
    }
  }
}
