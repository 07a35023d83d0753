type Phase = {
  name: string
  began: number
  ended: number
  retries: number
  waits: number[]
  /** The longest time without any acknowledgement, in milliseconds. */
  silenceMs: number
}

/** How long students waited for an acknowledgement, for each thing done to the cluster. */
export class Gaps {
  readonly #phases: Phase[] = []
  #current: Phase | undefined
  #lastAt = 0
  #lastBegan = 0

  begin(name: string) {
    const began = performance.now()
    this.#lastAt = began
    this.#current = { name, began, ended: began, retries: 0, waits: [], silenceMs: 0 }
    this.#phases.push(this.#current)
  }

  /** An acknowledgement received now of what was first sent at `began`. */
  saved({ began, ended }: { began: number; ended: number }) {
    this.#lastBegan = Math.max(this.#lastBegan, began)
    const phase = this.#current
    if (!phase) return
    phase.silenceMs = Math.max(phase.silenceMs, ended - this.#lastAt)
    this.#lastAt = ended
    phase.waits.push(ended - began)
  }

  /** Whether something first sent after this moment was acknowledged. */
  hasSavedSince(moment: number): boolean {
    return this.#lastBegan > moment
  }

  end({ retries }: { retries: number }) {
    if (!this.#current) return
    this.#current.ended = performance.now()
    this.#current.silenceMs = Math.max(this.#current.silenceMs, this.#current.ended - this.#lastAt)
    this.#current.retries = retries
    this.#current = undefined
  }

  table(): string {
    const head = ['', 'seconds', 'saves', 'retries', 'p50 ms', 'p99 ms', 'longest ms', 'longest silence ms']
    const rows = this.#phases.map(({ name, began, ended, retries, waits, silenceMs }) => {
      const sorted = waits.toSorted((a, b) => a - b)
      const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? 0)
      const seconds = Math.round((ended - began) / 1000)
      return [name, seconds, waits.length, retries, at(0.5), at(0.99), at(1), Math.round(silenceMs)]
    })
    return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
  }
}
