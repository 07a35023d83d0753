import { Refusal } from '#core/refusal.ts'
import type { Deps } from './deps.ts'

/** One person at one door: every page of theirs that asks has the same place. */
type Ticket = { number: number; key: string; pages: Set<Page>; lostAt: number }
type Page = { serve: () => void; tell: () => void }

/** At most so many are let in at once, however calm the server is; at least so many, however loaded the machine. */
type Bounds = {
  least: number
  most: number
  firstHoldMs: number
  holdMs: number
  /** A wrong code is answered late on purpose, and a lock may be held by somebody: after this, they no longer count. */
  longestInsideMs: number
}
const usual: Bounds = { least: 64, most: 384, firstHoldMs: 400, holdMs: 6_000, longestInsideMs: 5_000 }

const tickMs = 100
/** A turn of the event loop, or a save, that took longer than this: fewer are let in. */
const lateMs = 100
const slowSaveMs = 150
/** A page that does not come back this long after it was told to loses its place. */
const patienceMs = 30_000
/** A person has two tabs and presses twice; more pages of theirs are told to come back. */
const mostPages = 4
const mostTickets = 50_000
const second = 1_000

/**
 * Lets in those who sign in, start or open a copy at the rate at which they can be served while saves stay fast, in the
 * order in which they came. The others are told when, within a second, and keep their place whatever page they come back
 * with (docs/decisions/0134-starts-wait-their-turn.md).
 */
export class Entrance {
  readonly bounds: Bounds
  /** Whether requests wait for a connection to the database. */
  readonly #isPoolFull: () => boolean
  readonly #tickets = new Map<string, Ticket>()
  /** Those whose page is here, by number. */
  readonly #here: Ticket[] = []
  #next = 1
  #inside = 0
  #width: number
  #servedInTick = 0
  #perSecond = 0
  #ticks = 0
  #slowestSaveMs = 0
  #tick: NodeJS.Timeout | undefined
  #tickedAt = 0

  constructor({ isPoolFull, ...bounds }: Partial<Bounds> & { isPoolFull: () => boolean }) {
    this.bounds = { ...usual, ...bounds }
    this.#isPoolFull = isPoolFull
    this.#width = (this.bounds.least + this.bounds.most) / 2
  }

  /** How many wait, their page here or not. */
  get waiting(): number {
    return this.#tickets.size
  }

  /** How many are being served. */
  get inside(): number {
    return this.#inside
  }

  savedIn(ms: number): void {
    if (ms > this.#slowestSaveMs) this.#slowestSaveMs = ms
  }

  /** Runs the work when its turn has come; refuses with the time left when that is not at once. */
  async pass<T>(keyOf: () => string, work: () => Promise<T>): Promise<T> {
    if (this.#tickets.size === 0 && this.#inside < this.#allowed) this.#enter()
    else await this.#queue(keyOf())
    const leave = this.#leaver()
    const overdue = setTimeout(leave, this.bounds.longestInsideMs)
    try {
      return await work()
    } finally {
      clearTimeout(overdue)
      leave()
    }
  }

  #leaver() {
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      this.#inside -= 1
      this.#servedInTick += 1
      this.#letIn()
    }
  }

  get #allowed() {
    return Math.min(this.bounds.most, Math.max(this.bounds.least, Math.round(this.#width)))
  }

  #enter() {
    this.#inside += 1
    if (this.#tick) return
    this.#tickedAt = performance.now()
    this.#tick = setInterval(() => this.#look(), tickMs).unref()
  }

  #queue(key: string): Promise<void> {
    const known = this.#tickets.get(key)
    if (!known && this.#tickets.size >= mostTickets) throw new Refusal('too_many_requests', { retryAfterSeconds: 10 })
    if (known && known.pages.size >= mostPages) throw this.#toldTo(known)
    const ticket = known ?? { number: this.#next++, key, pages: new Set(), lostAt: 0 }
    this.#tickets.set(key, ticket)
    return new Promise((resolve, reject) => {
      const hold = setTimeout(() => page.tell(), known ? this.bounds.holdMs : this.bounds.firstHoldMs)
      const page: Page = {
        serve: () => {
          clearTimeout(hold)
          this.#enter()
          resolve()
        },
        tell: () => {
          ticket.pages.delete(page)
          if (ticket.pages.size === 0) this.#leave(ticket)
          reject(this.#toldTo(ticket))
        },
      }
      if (ticket.pages.size === 0) this.#insert(ticket)
      ticket.pages.add(page)
      this.#letIn()
    })
  }

  /** When to come back: a little before its turn, to wait here for the rest. */
  #toldTo(ticket: Ticket): Refusal {
    const [first = ticket] = this.#tickets.values()
    const ahead = Math.min(ticket.number - first.number, this.#tickets.size)
    const seconds = Math.max(1, Math.ceil(ahead / Math.max(1, this.#perSecond)))
    const retryAfterSeconds = Math.max(1, Math.min(15, seconds - 3))
    ticket.lostAt = performance.now() + retryAfterSeconds * second + patienceMs
    return new Refusal('wait_turn', { seconds, retryAfterSeconds })
  }

  #letIn() {
    while (this.#inside < this.#allowed) {
      const ticket = this.#here.shift()
      if (!ticket) return
      this.#tickets.delete(ticket.key)
      for (const page of ticket.pages) page.serve()
      ticket.pages.clear()
    }
  }

  #insert(ticket: Ticket) {
    let at = this.#here.length
    while (at > 0 && (this.#here[at - 1] as Ticket).number > ticket.number) at -= 1
    this.#here.splice(at, 0, ticket)
  }

  #leave(ticket: Ticket) {
    const at = this.#here.indexOf(ticket)
    if (at !== -1) this.#here.splice(at, 1)
  }

  /** Widens while the loop, the saves and the pool are at ease and somebody waits; narrows as soon as one is not. */
  #look() {
    const now = performance.now()
    // A late loop hurts nobody while nobody saves: then only those who enter share the server.
    const isSaving = this.#slowestSaveMs > 0
    const isLate = now - this.#tickedAt - tickMs > lateMs
    const isStrained = this.#slowestSaveMs > slowSaveMs || (isSaving && (isLate || this.#isPoolFull()))
    if (isStrained) this.#width = Math.max(this.bounds.least, this.#width * 0.8)
    else if (this.#here.length > 0) this.#width = Math.min(this.bounds.most, this.#width + 8)
    const rate = (this.#servedInTick * second) / Math.max(tickMs, now - this.#tickedAt)
    this.#ticks += 1
    // The mean since the rush began, then of its last seconds.
    this.#perSecond += (rate - this.#perSecond) * Math.max(1 / this.#ticks, 0.05)
    this.#tickedAt = now
    this.#servedInTick = 0
    this.#slowestSaveMs = 0
    this.#forgetLost(now)
    this.#letIn()
    if (this.#inside > 0 || this.#tickets.size > 0) return
    clearInterval(this.#tick)
    this.#tick = undefined
    this.#perSecond = 0
    this.#ticks = 0
  }

  #forgetLost(now: number) {
    for (const [key, { pages, lostAt }] of this.#tickets)
      if (pages.size === 0 && lostAt < now) this.#tickets.delete(key)
  }
}

/**
 * Who types codes comes by one door, who has signed in by the other: wrong codes, which anybody may send, keep nobody from
 * a copy.
 */
type Door = 'codes' | 'copies'
const all = new WeakMap<Deps['pool'], Record<Door, Entrance>>()

export function entrancesOf({ pool }: Pick<Deps, 'pool'>): Record<Door, Entrance> {
  const known = all.get(pool)
  if (known) return known
  const isPoolFull = () => pool.waitingCount > 0
  const made = { codes: new Entrance({ isPoolFull, longestInsideMs: 1_000 }), copies: new Entrance({ isPoolFull }) }
  all.set(pool, made)
  return made
}

export const entranceOf = (deps: Pick<Deps, 'pool'>, door: Door = 'copies'): Entrance => entrancesOf(deps)[door]

/** How long a request of a running copy took, in milliseconds. */
export function savedIn(deps: Pick<Deps, 'pool'>, ms: number): void {
  for (const entrance of Object.values(entrancesOf(deps))) entrance.savedIn(ms)
}
