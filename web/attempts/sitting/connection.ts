import { Refusal } from '#core/refusal.ts'

const backForMs = 6_000
export const patienceMs = 12_000

/** What is known of the line to the server, from the requests themselves: a socket or navigator.onLine may be wrong. */
export class Connection {
  readonly #onChange: () => void
  #isBackTimer: ReturnType<typeof setTimeout> | undefined
  /** A reading of performance.now(); null while requests go through. */
  #failedAt: number | null = null
  /** For a few seconds after it came back. */
  isBack = false
  isSignedOut = false

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** A request, and what its outcome says of the line. One that hangs is one that failed. */
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

  /** Any reply, a refusal too, means that the server is there. */
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
