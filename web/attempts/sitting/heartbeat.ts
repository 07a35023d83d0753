import { isClosedStatus } from '#core/attempts/sitting.ts'
import { Countdown } from './countdown.ts'
import type { Clock } from './sitting-copy.ts'

/**
 * The interval between two requests for the clock: the room takes fifteen seconds without one for a page that is in
 * trouble (web/attempts/monitor/state.ts).
 */
const calmMs = 10_000
/** The interval after the end until the server closes the attempt, and while it does not reply. */
const urgentMs = 4_000
/** Browsers limit longer timers, so the timer is set again and the countdown is read each time. */
const longestTimerMs = 60_000

/**
 * The time left, the requests for the clock, and the event when the time runs out. Only the server decides that the
 * exam is over.
 */
export class Heartbeat {
  readonly #countdown: Countdown
  readonly #onBeat: () => void
  readonly #onEnd: () => void
  #clock: Clock
  #beat: ReturnType<typeof setTimeout> | undefined
  #end: ReturnType<typeof setTimeout> | undefined
  #hasEnded = false

  constructor(of: { clock: Clock; now?: (() => number) | undefined; onBeat: () => void; onEnd: () => void }) {
    this.#clock = of.clock
    this.#onBeat = of.onBeat
    this.#onEnd = of.onEnd
    this.#countdown = new Countdown(of.now)
    this.#countdown.sync(of.clock)
  }

  /** The time is up on this page, until a reply says the attempt is closed or has more time. */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  leftMs(): number {
    return this.#countdown.leftMs()
  }

  /** Updates the time left; returns by how many minutes the deadline was moved, rounded; 0 if it was not. */
  sync(clock: Clock): number {
    const minutes = Math.round((clock.remainingMs - this.leftMs()) / 60_000)
    const hasMoved = clock.timingVersion > this.#clock.timingVersion
    this.#clock = clock
    this.#countdown.sync(clock)
    if (clock.status !== 'in_progress' || clock.remainingMs > 0) this.#hasEnded = false
    this.#armEnd()
    return hasMoved ? minutes : 0
  }

  /** Schedules the next request for the clock; called after each reply or failure. */
  arm({ isUrgent = false } = {}): void {
    clearTimeout(this.#beat)
    this.#armEnd()
    if (isClosedStatus(this.#clock.status)) return
    // The delay is random because a whole room ends at the same second.
    const delay = (isUrgent || this.#hasEnded ? urgentMs : calmMs) * (0.8 + 0.4 * Math.random())
    this.#beat = setTimeout(this.#onBeat, delay)
  }

  stop(): void {
    clearTimeout(this.#beat)
    clearTimeout(this.#end)
  }

  #armEnd(): void {
    clearTimeout(this.#end)
    if (this.#clock.status !== 'in_progress' || this.#hasEnded) return
    this.#end = setTimeout(() => this.#lookAtEnd(), Math.min(this.leftMs() + 20, longestTimerMs))
  }

  #lookAtEnd(): void {
    if (this.leftMs() > 0) this.#armEnd()
    else {
      this.#hasEnded = true
      this.#onEnd()
    }
  }
}
