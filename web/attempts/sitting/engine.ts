import { followAttempt, getAttempt, readMessage, sendHeartbeat, submitAttempt } from '#contract/attempts/sitting.ts'
import type { Reply } from '#contract/endpoint.ts'
import type { FiledAnswer } from '#core/attempts/copy-file.ts'
import { isClosedStatus } from '#core/attempts/sitting.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { type CallOptions, call, follow, Unreachable } from '#web/api.ts'
import { onSleep } from '#web/ui/sleep.ts'
import { clearAnnotations } from './clear-annotations.ts'
import { Connection } from './connection.ts'
import type { Device } from './device.ts'
import { DeviceLease } from './device-lease.ts'
import { Heartbeat } from './heartbeat.ts'
import { pageInstant } from './kept-copy.ts'
import { Outbox } from './outbox.ts'
import type { OutboxStore } from './outbox-store.ts'
import { listenToPage } from './page-events.ts'
import { saveStateOf } from './save-state.ts'
import { Sequence } from './sequence.ts'
import type { Clock, SavedAnswer, SittingCopy } from './sitting-copy.ts'
import { filedAnswers, greatestSequence, type Lock, latestAnswers, type SittingState } from './state.ts'

type Start = {
  copy: SittingCopy
  device: Device
  store: OutboxStore
  /** True when the server could not be reached and this is the copy stored on this device. */
  isKept?: boolean
  now?: () => number
  waitMs?: (failures: number) => number
}

/**
 * The state of an attempt on this page: answers, saves, device lease and time left. It lives outside React for as long
 * as the page; components read its state and call its methods.
 */
export class SittingEngine {
  #copy: SittingCopy
  readonly #device: Device
  readonly #store: OutboxStore
  readonly #outbox: Outbox
  readonly #lease: DeviceLease
  readonly #heartbeat: Heartbeat
  readonly #connection = new Connection(() => this.#show())
  readonly #listeners = new Set<() => void>()
  readonly #unsubscribe: () => void
  readonly #stopSleepWatch: () => void
  /** The stream on which the server announces changes; without it, the next heartbeat discovers them. */
  readonly #notifications: ReturnType<typeof follow>
  #askTimer: ReturnType<typeof setTimeout> | undefined
  #answers: Map<string, SavedAnswer>
  #sequence: Sequence
  #clock: Clock
  #savedAt: string | null
  #isFromHere = false
  #isClockUnsure = false
  #granted = 0
  #isSubmitting = false
  #isAsking = false
  /** The number of unsent answers last reported to the server. */
  #reportedUnsynced = 0
  #mustAskAgain = false
  /** Until the first reply: answers may have been given on another device. */
  #mustReadAgain: boolean
  #state: SittingState | undefined

  static async open({ store, ...start }: Start): Promise<SittingEngine> {
    const waiting = await store.list(start.copy.id).catch(() => [])
    const engine = new SittingEngine({ ...start, store })
    engine.#read(start.copy, waiting)
    engine.#outbox.restore(waiting)
    engine.#heartbeat.arm({ isUrgent: start.isKept })
    if (start.isKept) engine.#connection.failed()
    else engine.#keep()
    if (engine.#lease.isWanted && !isClosedStatus(start.copy.clock.status)) void engine.#ask()
    return engine
  }

  private constructor({ copy, device, store, isKept = false, now, waitMs }: Start) {
    const attemptId = copy.id
    this.#copy = copy
    this.#clock = copy.clock
    this.#savedAt = copy.savedAt
    this.#device = device
    this.#store = store
    this.#mustReadAgain = isKept
    this.#answers = new Map()
    this.#sequence = new Sequence(attemptId)
    this.#lease = new DeviceLease({ attemptId, device, clock: copy.clock, onLost: () => this.#show() })
    this.#outbox = new Outbox({
      attemptId,
      store,
      onAcknowledged: (savedAt, clock) => this.#acknowledge(savedAt, clock),
      onRefused: (code) => this.#refuse(code),
      onUnreachable: () => this.#connection.failed(),
      onChange: () => this.#show(),
      waitMs,
    })
    this.#heartbeat = new Heartbeat({
      clock: copy.clock,
      now,
      onBeat: () => void this.#ask(),
      onEnd: () => this.#end(),
    })
    // The delay is random because every page of the room is notified at the same moment.
    this.#notifications = follow(followAttempt, { params: { attemptId } }, () => {
      clearTimeout(this.#askTimer)
      this.#askTimer = setTimeout(() => void this.#ask(), 1_500 * Math.random())
    })
    this.#unsubscribe = listenToPage({ wake: () => this.#wake(), leave: () => this.#outbox.sendOnExit() })
    this.#stopSleepWatch = onSleep(() => this.#checkClock())
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  snapshot = (): SittingState => {
    this.#state ??= this.#shown()
    return this.#state
  }
  leftMs = (): number => this.#heartbeat.leftMs()
  /** How long answers have been unsendable, or the server unreachable, in milliseconds. */
  stuckMs = (): number => Math.max(this.#connection.offlineMs(), this.#outbox.stuckMs)

  /** Every answer, acknowledged or not, for the file of the attempt. */
  filed(): FiledAnswer[] {
    return filedAnswers(this.#answers.values(), this.#device.id)
  }

  choose(questionId: string, choices: string[]): void {
    this.#change(questionId, { choices, flagged: this.#answers.get(questionId)?.flagged ?? false })
  }

  flag(questionId: string, flagged: boolean): void {
    this.#change(questionId, { choices: this.#answers.get(questionId)?.choices ?? [], flagged })
  }

  /** « Reprendre ici »: reads the answers given on the other device before enabling the choices. */
  async takeOverHere(): Promise<void> {
    const params = { attemptId: this.#copy.id }
    const clock = await this.#connection.through((options) => this.#lease.take(options))
    const copy = await this.#connection.through((options) => call(getAttempt, { params }, options))
    this.#read(copy, this.#outbox.waiting)
    this.#hear(clock)
    this.#outbox.release()
  }

  /** Submits once every answer is acknowledged; otherwise throws the reason and leaves the attempt open. */
  async submit(onReceipt?: (receipt: Reply<typeof submitAttempt>) => void): Promise<void> {
    const params = { attemptId: this.#copy.id }
    this.#isSubmitting = true
    this.#show()
    try {
      await this.#outbox.emptied(this.subscribe)
      const receipt = await this.#connection.through((options) => call(submitAttempt, { params }, options))
      if (receipt.attemptId !== this.#copy.id) throw new Unreachable('unreadable')
      onReceipt?.(receipt)
      this.#hear({ ...this.#clock, status: receipt.status, remainingMs: 0 })
    } finally {
      this.#isSubmitting = false
      this.#show()
    }
  }

  /** « J’ai lu »: the message is hidden once the server has recorded it. */
  async readMessage(messageId: string): Promise<void> {
    const params = { attemptId: this.#copy.id, messageId }
    this.#hear(await this.#connection.through((options) => call(readMessage, { params }, options)))
  }

  /** To call after the person signed in again on this page. */
  signedIn(): void {
    this.#connection.isSignedOut = false
    this.#outbox.release()
    void this.#ask()
  }

  stop(): void {
    this.#unsubscribe()
    this.#stopSleepWatch()
    this.#notifications.stop()
    clearTimeout(this.#askTimer)
    this.#heartbeat.stop()
    this.#outbox.stop()
    this.#lease.close()
  }

  #read({ id, answers, savedAt }: SittingCopy, waiting: Parameters<typeof latestAnswers>[1]): void {
    if (savedAt !== null && savedAt > (this.#savedAt ?? '')) this.#savedAt = savedAt
    this.#answers = latestAnswers(answers, waiting)
    this.#sequence = new Sequence(id, greatestSequence(this.#answers.values()))
    this.#show()
  }

  #change(questionId: string, { choices, flagged }: Pick<SavedAnswer, 'choices' | 'flagged'>): void {
    if (this.#lock() !== null) return
    const stamp = { device: this.#device.id, epoch: Math.max(1, this.#lease.epoch), sequence: this.#sequence.next() }
    const entry = { attemptId: this.#copy.id, questionId, choices, flagged, ...stamp }
    this.#answers.set(questionId, entry)
    this.#outbox.add(entry)
    this.#keep()
  }

  /**
   * Stores the copy for a reload without network, while the attempt is open: a finished one must not stay on a shared
   * computer.
   */
  #keep(): void {
    const { id } = this.#copy
    const clock = { ...this.#clock, remainingMs: this.leftMs() }
    const own = { clock, answers: [...this.#answers.values()], savedAt: this.#savedAt }
    const kept = { id, copy: { ...this.#copy, ...own }, at: pageInstant() }
    if (isClosedStatus(clock.status)) clearAnnotations(id)
    const done = isClosedStatus(clock.status) ? this.#store.deleteKeptCopies(id) : this.#store.keepCopy(kept)
    void done.catch(() => undefined)
  }

  #acknowledge(savedAt: string, clock: Clock): void {
    if (savedAt !== '') {
      this.#savedAt = savedAt
      this.#isFromHere = true
    }
    this.#connection.heard()
    this.#hear(clock)
    // Reports that nothing waits any more: the monitor still shows unsent answers.
    if (this.#reportedUnsynced > 0 && this.#outbox.waiting.length === 0) void this.#ask()
  }

  /** A refusal carries no clock: the state of the attempt must be fetched. */
  #refuse(code: RefusalCode): void {
    this.#connection.refused({ code })
    this.#show()
    void this.#ask()
  }

  /**
   * Applies a clock unless it is older than the last one: replies may arrive out of order, so the server's instant
   * decides.
   */
  #hear(clock: Clock): void {
    // Ignores a reply without a clock.
    if (!(clock?.serverNow >= this.#clock.serverNow)) return
    this.#isClockUnsure = false
    const isFreed = this.#clock.status !== 'in_progress' && clock.status === 'in_progress'
    this.#clock = clock
    this.#lease.observe(clock)
    const minutes = this.#heartbeat.sync(clock)
    if (minutes !== 0) this.#granted = minutes
    // What was opened during a pause has no questions yet.
    if (isFreed && this.#copy.questions.some(({ choices }) => choices.length === 0)) {
      this.#mustReadAgain = true
      void this.#ask()
    }
    if (isFreed || minutes !== 0) this.#outbox.release()
    this.#heartbeat.arm()
    this.#keep()
    this.#show()
  }

  /** Fetches the clock and the state of the attempt, after taking over if that is still to be done. */
  async #ask(): Promise<void> {
    this.#mustAskAgain = this.#isAsking
    if (this.#isAsking || this.#connection.isSignedOut) return
    this.#isAsking = true
    const mustTake = this.#lease.isWanted && !isClosedStatus(this.#clock.status)
    try {
      // The take-over may be refused because the attempt is closed: the clock gives the reason.
      if (mustTake)
        await this.#connection
          .through((options) => this.#lease.take(options))
          .then((clock) => this.#hear(clock), ignoreRefusal)
      if (this.#mustReadAgain) await this.#readAgain()
      else if (!mustTake || this.#lease.isWanted)
        this.#hear(await this.#connection.through((options) => this.#sendHeartbeat(options)))
      this.#notifications.keep()
      this.#outbox.retryNow()
    } catch (error) {
      // Another person signed in on this computer: this attempt must not be shown to them.
      if (error instanceof Refusal && error.code === 'not_found') this.#hear({ ...this.#clock, status: 'voided' })
      this.#heartbeat.arm({ isUrgent: this.#connection.isOffline })
    } finally {
      this.#isAsking = false
      // Something changed during the request, whose reply may be older than that: fetch again.
      if (this.#mustAskAgain) void this.#ask()
    }
  }

  async #readAgain(): Promise<void> {
    const params = { attemptId: this.#copy.id }
    const copy = await this.#connection.through((options) => call(getAttempt, { params }, options))
    this.#mustReadAgain = false
    if (!copy.clock.hidesQuestions) this.#copy = { ...copy, clock: this.#copy.clock }
    this.#read(copy, this.#outbox.waiting)
    this.#hear(copy.clock)
  }

  async #sendHeartbeat(options: CallOptions): Promise<Clock> {
    const unsynced = this.#outbox.waiting.length
    const clock = await call(sendHeartbeat, { params: { attemptId: this.#copy.id }, body: { unsynced } }, options)
    this.#reportedUnsynced = unsynced
    return clock
  }

  /** Disables the choices, sends unsent answers and fetches the clock: only the server closes an attempt. */
  #end(): void {
    this.#show()
    this.#wake()
  }

  /** performance.now() may have stopped while the computer slept, so the time left is fetched again. */
  #checkClock(): void {
    this.#isClockUnsure = !isClosedStatus(this.#clock.status)
    this.#show()
    this.#wake()
  }

  #wake(): void {
    this.#outbox.retryNow()
    void this.#ask()
  }

  #show(): void {
    this.#state = this.#shown()
    for (const listener of [...this.#listeners]) listener()
  }

  #shown(): SittingState {
    const unsaved = new Set(this.#outbox.waiting.map(({ questionId }) => questionId))
    return {
      copy: this.#copy,
      answers: Object.fromEntries(this.#answers),
      clock: this.#clock,
      lock: this.#lock(),
      save: saveStateOf({
        outbox: this.#outbox,
        savedAt: this.#savedAt,
        isFromHere: this.#isFromHere,
        savedCount: [...this.#answers.values()].filter(({ choices }) => choices.length > 0).length,
      }),
      waiting: unsaved.size,
      unsaved,
      isOffline: this.#connection.isOffline,
      isBack: this.#connection.isBack,
      isSignedOut: this.#connection.isSignedOut,
      isDurable: this.#store.isDurable,
      isKept: unsaved.size === 0 || this.#outbox.isWritten,
      isClockUnsure: this.#isClockUnsure,
      granted: this.#granted,
    }
  }

  #lock(): Lock {
    if (isClosedStatus(this.#clock.status)) return 'closed'
    if (this.#lease.isLost) return 'elsewhere'
    if (this.#clock.status === 'paused') return 'paused'
    if (this.#heartbeat.hasEnded) return 'time_up'
    return this.#isSubmitting ? 'submitting' : null
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal) || error.code === 'not_signed_in') throw error
}
