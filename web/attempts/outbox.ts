import { saveAnswer, saveAnswers } from '#contract/attempts.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { call, Unreachable } from '#web/api.ts'
import { backoffMs } from './backoff.ts'
import { patienceMs } from './line.ts'
import type { Entry, OutboxStore } from './outbox-store.ts'
import type { Clock } from './sitting-state.ts'

/** What stops the sending until something changes; the entries stay. */
export type Hold = 'not_signed_in' | 'attempt_paused' | 'attempt_elsewhere' | 'time_is_up' | 'attempt_closed'
const holds: readonly RefusalCode[] = [
  'not_signed_in',
  'attempt_paused',
  'attempt_elsewhere',
  'time_is_up',
  'attempt_closed',
] satisfies Hold[]

export type OutboxTrouble = { kind: 'unreachable' } | { kind: 'failing'; retryAt: number } | null
type Links = {
  attemptId: string
  store: OutboxStore
  onAcknowledged: (savedAt: string, clock: Clock) => void
  /** A hold, or a refusal of one tick that no retry would change. */
  onRefused: (code: RefusalCode) => void
  onUnreachable: () => void
  onChange: () => void
}

const most = 200

/**
 * Ticks on their way. Each is written on this device, then sent at once; it leaves only on its acknowledgement. One
 * request at a time: what is ticked meanwhile goes in the next one, together. Only the newest tick of a question matters.
 */
export class Outbox {
  readonly #links: Links
  readonly #entries = new Map<string, Entry>()
  #isSending = false
  #failures = 0
  #hold: Hold | null = null
  #trouble: OutboxTrouble = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** After a batch was refused as a whole: one by one, so that a bad tick does not keep the others. */
  #isOneByOne = false

  constructor(links: Links) {
    this.#links = links
  }

  get waiting(): Entry[] {
    return [...this.#entries.values()].filter(({ refused }) => refused === undefined)
  }
  get isSending(): boolean {
    return this.#isSending
  }
  get trouble(): OutboxTrouble {
    return this.#trouble
  }
  get hold(): Hold | null {
    return this.#hold
  }

  /** What waited from before this page was loaded. */
  restore(entries: readonly Entry[]): void {
    for (const entry of entries) this.#entries.set(entry.questionId, withoutRefusal(entry))
    this.#pump()
  }

  add(entry: Entry): void {
    this.#entries.set(entry.questionId, entry)
    void this.#links.store.put(entry).catch(() => undefined)
    this.#pump()
    this.#links.onChange()
  }

  /** The network came back, the page was looked at again: no need to wait for the next try. */
  retryNow(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#pump()
  }

  /** Signed in again, taken over, resumed: what was held goes on. */
  release(): void {
    this.#hold = null
    this.#failures = 0
    this.retryNow()
  }

  /** The page goes away: everything once more, in a request that outlives it. Its reply will be read by the next load. */
  sendOnExit(): void {
    const entries = this.waiting
    if (entries.length === 0 || this.#hold !== null) return
    void this.#send(entries, { keepalive: true }).catch(() => undefined)
  }

  /** Resolves when nothing waits; gives up as soon as something stops the sending. `subscribe`: told of every change. */
  emptied(subscribe: (look: () => void) => () => void): Promise<void> {
    this.retryNow()
    return new Promise((resolve, refuse) => {
      const look = () => {
        const isStuck = this.#hold !== null || (this.#trouble !== null && !this.#isSending)
        if (this.waiting.length > 0 && !isStuck) return
        forget()
        if (this.waiting.length === 0) resolve()
        else refuse(this.#hold === null ? new Unreachable('unreachable') : new Refusal(this.#hold))
      }
      const forget = subscribe(look)
      look()
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #pump(): void {
    const entries = this.waiting.slice(0, this.#isOneByOne ? 1 : most)
    if (this.#isSending || this.#hold !== null || this.#timer !== undefined || entries.length === 0) return
    this.#isSending = true
    void this.#round(entries).finally(() => {
      this.#isSending = false
      this.#pump()
      this.#links.onChange()
    })
  }

  async #round(entries: Entry[]): Promise<void> {
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(), patienceMs)
    try {
      this.#settle(entries, await this.#send(entries, { signal: patience.signal }))
      this.#failures = 0
      this.#trouble = null
    } catch (error) {
      this.#fail(entries, error)
    } finally {
      clearTimeout(timer)
    }
  }

  async #send(entries: Entry[], options: { keepalive?: boolean; signal?: AbortSignal }): Promise<Sent> {
    const [first] = entries
    if (entries.length === 1 && first) {
      const params = { attemptId: first.attemptId, questionId: first.questionId }
      const { clock, ...acknowledgement } = await call(saveAnswer, { params, body: tickOf(first) }, options)
      return { acknowledgements: [acknowledgement], refusals: [], clock }
    }
    const ticks = entries.map((entry) => ({ ...tickOf(entry), questionId: entry.questionId }))
    return call(saveAnswers, { params: { attemptId: this.#links.attemptId }, body: { ticks } }, options)
  }

  #settle(sent: Entry[], { acknowledgements, refusals, clock }: Sent): void {
    let savedAt = ''
    for (const acknowledged of acknowledgements) {
      const entry = sent.find(({ questionId }) => questionId === acknowledged.questionId)
      if (!entry || entry.sequence !== acknowledged.sequence) continue
      if (acknowledged.savedAt > savedAt) savedAt = acknowledged.savedAt
      if (this.#entries.get(entry.questionId) === entry) this.#entries.delete(entry.questionId)
      void this.#links.store.remove(entry).catch(() => undefined)
    }
    for (const { questionId, sequence, code } of refusals) {
      const entry = sent.find((each) => each.questionId === questionId && each.sequence === sequence)
      if (entry) this.#refuse(entry, code as RefusalCode)
    }
    this.#links.onAcknowledged(savedAt, clock)
  }

  #fail(entries: Entry[], error: unknown): void {
    const isTransient = !(error instanceof Refusal) || error.code === 'too_many_requests'
    const [first] = entries
    if (isTransient) this.#retryLater(error)
    else if (entries.length > 1 && !holds.includes(error.code)) this.#isOneByOne = true
    else if (first) this.#refuse(first, error.code)
  }

  #refuse(entry: Entry, code: RefusalCode): void {
    if (holds.includes(code)) this.#hold = code as Hold
    else {
      const refused = { ...entry, refused: code }
      if (this.#entries.get(entry.questionId) === entry) this.#entries.set(entry.questionId, refused)
      void this.#links.store.put(refused).catch(() => undefined)
    }
    this.#links.onRefused(code)
  }

  #retryLater(error: unknown): void {
    this.#failures += 1
    const delay = backoffMs(this.#failures)
    const isNetwork = error instanceof Unreachable && error.message === 'unreachable'
    this.#trouble = isNetwork ? { kind: 'unreachable' } : { kind: 'failing', retryAt: performance.now() + delay }
    this.#timer = setTimeout(() => this.retryNow(), delay)
    if (isNetwork) this.#links.onUnreachable()
  }
}

type Sent = {
  acknowledgements: { questionId: string; sequence: number; savedAt: string }[]
  refusals: { questionId: string; sequence: number; code: string }[]
  clock: Clock
}

function tickOf({ choices, flagged, device, epoch, sequence }: Entry) {
  return { choices, flagged, device, epoch, sequence }
}

/** Another page, another try: the copy may have been opened again since. */
function withoutRefusal(entry: Entry): Entry {
  return { ...entry, refused: undefined }
}
