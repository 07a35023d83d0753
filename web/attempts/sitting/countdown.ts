import type { Clock } from './sitting-copy.ts'

/**
 * The time left, counted from the server's value with performance.now(), because the time of day of this computer may
 * be wrong. It stops while the attempt is paused.
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
