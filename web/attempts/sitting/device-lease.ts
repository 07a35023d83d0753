import { takeOver } from '#contract/attempts/sitting.ts'
import { type CallOptions, call } from '#web/api.ts'
import { type Device, isOwnBrowser } from './device.ts'
import type { Clock } from './sitting-copy.ts'

/**
 * The lease on an attempt: only one device may answer at a time, and a take-over starts the next epoch. A page of the
 * same browser takes over without asking (a reload is not another device); another browser asks first; a page that lost
 * the lease says so and stops. No answer is lost: those of an older epoch still count where there is no newer one.
 */
export class DeviceLease {
  readonly #attemptId: string
  readonly #device: Device
  readonly #onLost: () => void
  readonly #channel: BroadcastChannel | null
  #epoch: number
  #state: 'mine' | 'wanted' | 'lost'

  constructor(of: { attemptId: string; device: Device; clock: Clock; onLost: () => void }) {
    this.#attemptId = of.attemptId
    this.#device = of.device
    this.#onLost = of.onLost
    this.#epoch = of.clock.epoch
    this.#state =
      of.clock.device === of.device.id ? 'mine' : isOwnBrowser(of.clock.device, of.device) ? 'wanted' : 'lost'
    // Tabs of one browser notify each other at once; other devices learn of it from the server at their next request.
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`bareme.${of.attemptId}`)
    if (this.#channel) this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#hear(data)
  }

  get epoch(): number {
    return this.#epoch
  }
  get isLost(): boolean {
    return this.#state === 'lost'
  }
  /** The lease must be taken as soon as possible: at load, or once the network is back. */
  get isWanted(): boolean {
    return this.#state === 'wanted'
  }

  /** Updates the lease from the active device given in a reply. */
  observe({ epoch, device }: Pick<Clock, 'epoch' | 'device'>): void {
    if (device === this.#device.id) this.#hold(epoch)
    else if (this.#state === 'wanted' ? !isOwnBrowser(device, this.#device) : epoch > this.#epoch) this.#lose()
  }

  async take(options: CallOptions): Promise<Clock> {
    const input = { params: { attemptId: this.#attemptId }, body: { device: this.#device.id } }
    const clock = await call(takeOver, input, options)
    this.#hold(clock.epoch)
    this.#channel?.postMessage(clock.epoch)
    return clock
  }

  close(): void {
    this.#channel?.close()
  }

  #hold(epoch: number): void {
    this.#epoch = Math.max(this.#epoch, epoch)
    this.#state = 'mine'
  }

  #hear(epoch: unknown): void {
    if (typeof epoch === 'number' && epoch > this.#epoch) this.#lose()
  }

  #lose(): void {
    if (this.#state === 'lost') return
    this.#state = 'lost'
    this.#onLost()
  }
}
