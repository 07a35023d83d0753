/**
 * The sequence number of the changes of one attempt on this browser. It grows across reloads and tabs (they share
 * localStorage), so that a change made after a reload without network comes after the earlier ones.
 */
export class Sequence {
  readonly #key: string
  #last: number

  /** `atLeast`: the greatest sequence among the answers on the server or waiting on this device. */
  constructor(attemptId: string, atLeast = 0) {
    this.#key = `bareme.sequence.${attemptId}`
    this.#last = Math.max(atLeast, this.#kept())
  }

  next(): number {
    this.#last = Math.max(this.#last, this.#kept()) + 1
    try {
      localStorage.setItem(this.#key, String(this.#last))
    } catch {
      // Without storage the number restarts with each page, whose greater epoch still orders the changes.
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
