import { Refusal } from '#core/refusal.ts'

const backForMs = 6_000
export const patienceMs = 12_000

/** Whether the server is reachable, judged by the requests themselves: a socket or navigator.onLine may be wrong. */
export class Connection {
  readonly #onChange: () => void
  #isBackTimer: ReturnType<typeof setTimeout> | undefined
  /** When requests began to fail, read on performance.now(); null while they succeed. */
  #failedAt: number | null = null
  /** True for a few seconds after the connection came back. */
  isBack = false
  isSignedOut = false

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Sends a request and updates the state from its outcome. A timeout counts as a failure. */
  async through<T>(request: (options: { signal: AbortSignal }) => Promise<T>): Promise<T> {
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(), patienceMs)
    try {
      const reply = await request({ signal: patience.signal })
      this.heard()
      return reply
    } catch (error) {
      if (error instanceof Refusal) this.refused(error)
      else this.failed()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  get isOffline(): boolean {
    return this.#failedAt !== null
  }

  offlineMs(): number {
    return this.#failedAt === null ? 0 : performance.now() - this.#failedAt
  }

  /** Any reply, including a refusal, shows that the server is reachable. */
  heard(): void {
    if (!this.isOffline) return
    this.#failedAt = null
    this.isBack = true
    clearTimeout(this.#isBackTimer)
    this.#isBackTimer = setTimeout(() => {
      this.isBack = false
      this.#onChange()
    }, backForMs)
    this.#onChange()
  }

  refused({ code }: Pick<Refusal, 'code'>): void {
    this.heard()
    if (code !== 'not_signed_in') return
    this.isSignedOut = true
    this.#onChange()
  }

  failed(): void {
    this.#failedAt ??= performance.now()
    this.isBack = false
    this.#onChange()
  }
}
