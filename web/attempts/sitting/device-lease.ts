import { takeOver } from '#contract/attempts/sitting.ts'
import { type CallOptions, call } from '#web/api.ts'
import { type Device, isOwnBrowser } from './device.ts'
import type { Clock } from './sitting-copy.ts'

/**
 * Which device may answer. A copy has one active device; taking over opens the next epoch. A page of the same browser takes
 * over without asking (a reload is not another device); a page of another browser asks first; a page that was overtaken
 * says so and stops. Nothing is lost either way: older ticks still count where nothing newer exists.
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
    // Tabs of one browser tell each other at once; the server tells the others at their next request.
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`bareme.${of.attemptId}`)
    if (this.#channel) this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#hear(data)
  }

  get epoch(): number {
    return this.#epoch
  }
  get isLost(): boolean {
    return this.#state === 'lost'
  }
  /** To be taken at the next occasion: at load, or once the network is back. */
  get isWanted(): boolean {
    return this.#state === 'wanted'
  }

  /** What a reply said of the active device. */
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
