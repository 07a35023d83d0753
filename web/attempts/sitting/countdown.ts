import type { Clock } from './sitting-copy.ts'

/**
 * The time left, counted from what the server says with a clock that nobody can set: the time of day of this computer
 * may be wrong by a day and changes nothing. It stands still while the copy is paused.
 */
export class Countdown {
  readonly #now: () => number
  #leftAtSync = 0
  #syncedAt = 0
  #isRunning = false

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  sync({ remainingMs, status }: Pick<Clock, 'remainingMs' | 'status'>): void {
    this.#leftAtSync = remainingMs
    this.#syncedAt = this.#now()
    this.#isRunning = status === 'in_progress'
  }

  leftMs(): number {
    const elapsed = this.#isRunning ? this.#now() - this.#syncedAt : 0
    return Math.max(0, this.#leftAtSync - elapsed)
  }
}
