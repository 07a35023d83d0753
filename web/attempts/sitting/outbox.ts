import { saveAnswer, saveAnswers } from '#contract/attempts/sitting.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { call, retryAfterMs, Unreachable } from '#web/api.ts'
import { backoffMs } from './backoff.ts'
import { patienceMs } from './connection.ts'
import type { OutboxEntry, OutboxStore } from './outbox-store.ts'
import type { Clock } from './sitting-copy.ts'

/** The reasons why sending stops until the state of the attempt changes. */
export type Hold = 'not_signed_in' | 'attempt_paused' | 'attempt_elsewhere' | 'time_is_up' | 'attempt_closed'
const holds: readonly RefusalCode[] = [
  'not_signed_in',
  'attempt_paused',
  'attempt_elsewhere',
  'time_is_up',
  'attempt_closed',
] satisfies Hold[]
/** The server refuses these answers but keeps them as received after the end. */
export const isTooLate = (code: RefusalCode) => code === 'time_is_up' || code === 'attempt_closed'

export type OutboxTrouble = { kind: 'unreachable' } | { kind: 'busy' } | { kind: 'failing'; retryAt: number } | null
type Links = {
  attemptId: string
  store: OutboxStore
  onAcknowledged: (savedAt: string, clock: Clock) => void
  /** Called with a hold, or with the refusal of one entry. */
  onRefused: (code: RefusalCode) => void
  onUnreachable: () => void
  onChange: () => void
  /** How long to wait after the n-th failure in a row, in milliseconds. */
  waitMs?: ((failures: number) => number) | undefined
}
/**
 * A refused entry is sent again at `retryAt` (performance.now()), because the refusal may come from a temporary filter.
 */
type RefusedAnswer = { code: RefusalCode; times: number; retryAt: number }

const most = 200

/**
 * Answers being sent. Each is written on this device, then sent at once, and removed only when the server acknowledges
 * that entry: after any other reply it is kept and sent again. One request at a time: entries added meanwhile are
 * grouped in the next one. Only the newest entry of a question matters.
 */
export class Outbox {
  readonly #links: Links
  readonly #entries = new Map<string, OutboxEntry>()
  /** Refusals of waiting entries, by question id. */
  readonly #refused = new Map<string, RefusedAnswer>()
  /** Entries confirmed as written on this device. */
  readonly #written = new WeakSet<OutboxEntry>()
  readonly #waitMs: (failures: number) => number
  #isSending = false
  #failures = 0
  #hold: { code: Hold; retryAt: number } | null = null
  #trouble: OutboxTrouble = null
  #stuckSince: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Fires when refused or held entries may be sent again. */
  #dueTimer: ReturnType<typeof setTimeout> | undefined
  /**
   * After a batch was refused as a whole, entries are sent one by one, so that an invalid one does not block the
   * others.
   */
  #isOneByOne = false
  #isStopped = false

  constructor(links: Links) {
    this.#links = links
    this.#waitMs = links.waitMs ?? backoffMs
  }

  get waiting(): OutboxEntry[] {
    return [...this.#entries.values()]
  }
  get isSending(): boolean {
    return this.#isSending
  }
  get trouble(): OutboxTrouble {
    return this.#trouble
  }
  get hold(): Hold | null {
    return this.#hold?.code ?? null
  }
  /** The newest refusal among the waiting entries. */
  get refused(): RefusalCode | null {
    return [...this.#refused.values()].at(-1)?.code ?? null
  }
  /** Whether every waiting entry is written on this device. */
  get isWritten(): boolean {
    return this.#links.store.isDurable && this.waiting.every((entry) => this.#written.has(entry))
  }
  /** How long an entry has waited although it should have been sent, in milliseconds. */
  get stuckMs(): number {
    return this.#stuckSince === null ? 0 : performance.now() - this.#stuckSince
  }

  /** Adds the entries stored by an earlier page load. */
  restore(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      this.#entries.set(entry.questionId, entry)
      this.#written.add(entry)
    }
    this.#pump()
    this.#links.onChange()
  }

  add(entry: OutboxEntry): void {
    this.#entries.set(entry.questionId, entry)
    this.#refused.delete(entry.questionId)
    this.#write(entry)
    this.#pump()
    this.#links.onChange()
  }

  /** Retries now, without waiting for the backoff: the network came back, or the page is visible again. */
  retryNow(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#pump()
  }

  /** Ends the hold: after signing in again, taking over or resuming. */
  release(): void {
    this.#hold = null
    this.#failures = 0
    this.retryNow()
  }

  /**
   * Sends everything in a request that outlives the page; the entries stay stored until the next load reads the
   * replies.
   */
  sendOnExit(): void {
    const entries = this.waiting.slice(0, most)
    if (entries.length === 0 || this.#hold !== null) return
    void this.#send(entries, { keepalive: true }).catch(() => undefined)
  }

  /**
   * Resolves when nothing waits; rejects when sending stops. `subscribe` registers a listener called at every change.
   */
  emptied(subscribe: (look: () => void) => () => void): Promise<void> {
    for (const refused of this.#refused.values()) refused.retryAt = 0
    this.retryNow()
    return new Promise((resolve, refuse) => {
      const look = () => {
        const isFailing = this.#trouble !== null && this.#trouble.kind !== 'busy'
        const isStuck = this.#hold !== null || isFailing || this.#nothingFresh()
        if (this.#entries.size > 0 && (this.#isSending || !isStuck)) return
        forget()
        const code = this.hold ?? this.refused
        if (this.#entries.size === 0) resolve()
        else refuse(code === null ? new Unreachable('unreachable') : new Refusal(code))
      }
      const forget = subscribe(look)
      look()
    })
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
    clearTimeout(this.#dueTimer)
  }

  #write(entry: OutboxEntry): void {
    const done = this.#links.store.put(entry).then(
      () => this.#written.add(entry),
      () => undefined,
    )
    // Whether the entry is written on this device is shown only while it waits for the network.
    void done.then(() => this.#entries.get(entry.questionId) === entry && this.#links.onChange())
  }

  #nothingFresh(): boolean {
    return this.waiting.every(({ questionId }) => this.#refused.has(questionId))
  }

  /** The entries to send now: all the new ones together, else one refused entry that is due. */
  #next(): OutboxEntry[] {
    if (this.#hold !== null && performance.now() < this.#hold.retryAt) return []
    const fresh = this.waiting.filter(({ questionId }) => !this.#refused.has(questionId))
    if (fresh.length > 0) return fresh.slice(0, this.#isOneByOne ? 1 : most)
    this.#isOneByOne = false
    return this.waiting.filter((entry) => this.#dueAt(entry) <= performance.now()).slice(0, 1)
  }

  #dueAt({ questionId }: OutboxEntry): number {
    return this.#refused.get(questionId)?.retryAt ?? 0
  }

  #pump(): void {
    if (this.#isSending || this.#isStopped || this.#timer !== undefined) return
    const entries = this.#next()
    if (entries.length === 0) {
      this.#pumpWhenDue()
      return
    }
    this.#isSending = true
    void this.#round(entries).finally(() => {
      this.#isSending = false
      if (this.#entries.size === 0) this.#stuckSince = null
      this.#pump()
      this.#links.onChange()
    })
  }

  #pumpWhenDue(): void {
    clearTimeout(this.#dueTimer)
    const due = this.#hold?.retryAt ?? Math.min(...this.waiting.map((entry) => this.#dueAt(entry)))
    if (this.#entries.size === 0 || due === Number.POSITIVE_INFINITY) return
    this.#dueTimer = setTimeout(() => this.#pump(), Math.max(0, due - performance.now()) + 1)
  }

  async #round(entries: OutboxEntry[]): Promise<void> {
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(), patienceMs)
    try {
      this.#settle(entries, await this.#send(entries, { signal: patience.signal }))
    } catch (error) {
      this.#stuckSince ??= performance.now()
      this.#fail(entries, error)
    } finally {
      clearTimeout(timer)
    }
  }

  async #send(entries: OutboxEntry[], options: { keepalive?: boolean; signal?: AbortSignal }): Promise<AnswersReply> {
    const [first] = entries
    const { attemptId } = this.#links
    if (entries.length === 1 && first) {
      const params = { attemptId, questionId: first.questionId }
      const { clock, ...acknowledgement } = await call(saveAnswer, { params, body: tickOf(first) }, options)
      return { attemptId: acknowledgement.attemptId, acknowledgements: [acknowledgement], refusals: [], clock }
    }
    const ticks = entries.map((entry) => ({ ...tickOf(entry), questionId: entry.questionId }))
    return call(saveAnswers, { params: { attemptId }, body: { ticks } }, options)
  }

  /** Removes only the entries acknowledged for this attempt. */
  #settle(sent: OutboxEntry[], { attemptId, acknowledgements, refusals, clock }: AnswersReply): void {
    const named = (one: { questionId: string; sequence: number }) =>
      sent.find(({ questionId, sequence }) => questionId === one.questionId && sequence === one.sequence)
    const saved = (acknowledgements ?? []).flatMap((one) => named(one) ?? [])
    const refused = (refusals ?? []).filter(named)
    if (attemptId !== this.#links.attemptId || saved.length + refused.length === 0) throw new Unreachable('unreadable')
    for (const entry of saved) {
      if (this.#entries.get(entry.questionId) === entry) {
        this.#entries.delete(entry.questionId)
        this.#refused.delete(entry.questionId)
      }
      void this.#links.store.remove(entry).catch(() => undefined)
    }
    this.#hold = null
    this.#trouble = null
    if (saved.length > 0) this.#failures = 0
    const savedAt = acknowledgements.reduce((last, one) => (one.savedAt > last ? one.savedAt : last), '')
    for (const one of refused) this.#refuse(named(one) as OutboxEntry, new Refusal(one.code as RefusalCode))
    this.#links.onAcknowledged(savedAt, clock)
  }

  #fail(entries: OutboxEntry[], error: unknown): void {
    const [first] = entries
    if (!(error instanceof Refusal) || isBusy(error)) this.#retryLater(error)
    else if (entries.length > 1 && !holds.includes(error.code)) this.#isOneByOne = true
    else if (first) {
      this.#trouble = null
      this.#refuse(first, error)
    }
  }

  #refuse(entry: OutboxEntry, error: Refusal): void {
    const { code } = error
    this.#stuckSince ??= performance.now()
    if (isBusy(error)) {
      this.#retryLater(error)
      return
    }
    if (isTooLate(code)) void this.#links.store.put({ ...entry, isLate: true }).catch(() => undefined)
    if (holds.includes(code)) {
      this.#failures += 1
      // Signing in is up to the person; the other causes may have ended without this page being notified.
      const waitMs = code === 'not_signed_in' ? Number.POSITIVE_INFINITY : this.#waitMs(this.#failures)
      this.#hold = { code: code as Hold, retryAt: performance.now() + waitMs }
    } else if (this.#entries.get(entry.questionId) === entry) {
      const times = (this.#refused.get(entry.questionId)?.times ?? 0) + 1
      this.#refused.delete(entry.questionId)
      this.#refused.set(entry.questionId, { code, times, retryAt: performance.now() + this.#waitMs(times) })
    }
    this.#links.onRefused(code)
  }

  #retryLater(error: unknown): void {
    this.#failures += 1
    const delay = Math.max(retryAfterMs(error), this.#waitMs(this.#failures))
    const isNetwork = error instanceof Unreachable && error.message === 'unreachable'
    if (error instanceof Refusal) this.#trouble = { kind: 'busy' }
    else this.#trouble = isNetwork ? { kind: 'unreachable' } : { kind: 'failing', retryAt: performance.now() + delay }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.retryNow(), delay)
    // Storage may have been freed since the last attempt to write.
    for (const entry of this.waiting) if (!this.#written.has(entry)) this.#write(entry)
    if (isNetwork) this.#links.onUnreachable()
  }
}

type AnswersReply = {
  attemptId: string
  acknowledgements: { questionId: string; sequence: number; savedAt: string }[]
  refusals: { questionId: string; sequence: number; code: string }[]
  clock: Clock
}

/** The server is reachable and asks to retry later: the entry itself is valid. */
const isBusy = (error: Refusal) => error.code === 'too_many_requests' || retryAfterMs(error) > 0

function tickOf({ choices, flagged, device, epoch, sequence }: OutboxEntry) {
  return { choices, flagged, device, epoch, sequence }
}
