import { followAttempt, getAttempt, readMessage, sendHeartbeat, submitAttempt } from '#contract/attempts/sitting.ts'
import type { Reply } from '#contract/endpoint.ts'
import type { FiledAnswer } from '#core/attempts/copy-file.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { type CallOptions, call, follow, Unreachable } from '#web/api.ts'
import { onSleep } from '#web/ui/sleep.ts'
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
import { filedAnswers, greatestSequence, isClosed, type Lock, latestAnswers, type SittingState } from './state.ts'

type Start = {
  copy: SittingCopy
  device: Device
  store: OutboxStore
  /** The server could not be reached: this copy is the one this device kept. */
  isKept?: boolean
  now?: () => number
  waitMs?: (failures: number) => number
}

/**
 * One copy being answered on this page: what is ticked, what is saved, which device may answer, how long is left. It lives
 * outside React, as long as the page; components read its state and call its verbs.
 */
export class SittingEngine {
  readonly #copy: SittingCopy
  readonly #device: Device
  readonly #store: OutboxStore
  readonly #outbox: Outbox
  readonly #lease: DeviceLease
  readonly #heartbeat: Heartbeat
  readonly #connection = new Connection(() => this.#show())
  readonly #listeners = new Set<() => void>()
  readonly #unsubscribe: () => void
  readonly #stopSleepWatch: () => void
  /** The server announces a change through it; without it the next heartbeat finds out. */
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
  /** How many answers wait here, as the server was last told. */
  #reportedUnsynced = 0
  #mustAskAgain = false
  /** Until the server has been heard: answers may have been given elsewhere meanwhile. */
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
    if (engine.#lease.isWanted && !isClosed(start.copy.clock.status)) void engine.#ask()
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
    // A whole room hears at the same moment: its pages do not all ask at once.
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
  /** For how long answers have been unable to leave, or the server to answer. */
  stuckMs = (): number => Math.max(this.#connection.offlineMs(), this.#outbox.stuckMs)

  /** Every answer, whether or not the server has it: what a copy file carries. */
  filed(): FiledAnswer[] {
    return filedAnswers(this.#answers.values(), this.#device.id)
  }

  choose(questionId: string, choices: string[]): void {
    this.#change(questionId, { choices, flagged: this.#answers.get(questionId)?.flagged ?? false })
  }

  flag(questionId: string, flagged: boolean): void {
    this.#change(questionId, { choices: this.#answers.get(questionId)?.choices ?? [], flagged })
  }

  /** « Reprendre ici »: the answers given meanwhile elsewhere are read again before anything can be ticked. */
  async takeOverHere(): Promise<void> {
    const params = { attemptId: this.#copy.id }
    const clock = await this.#connection.through((options) => this.#lease.take(options))
    const copy = await this.#connection.through((options) => call(getAttempt, { params }, options))
    this.#read(copy, this.#outbox.waiting)
    this.#hear(clock)
    this.#outbox.release()
  }

  /** Everything ticked is acknowledged before the copy is submitted; else it says why, and the copy stays open. */
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

  /** « J’ai lu »: a message of the room leaves the screen once the server knows. */
  async readMessage(messageId: string): Promise<void> {
    const params = { attemptId: this.#copy.id, messageId }
    this.#hear(await this.#connection.through((options) => call(readMessage, { params }, options)))
  }

  /** The person signed in again on this page. */
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

  /** For a reload without network, as long as the copy is open: a finished copy must not stay on a shared computer. */
  #keep(): void {
    const { id } = this.#copy
    const clock = { ...this.#clock, remainingMs: this.leftMs() }
    const own = { clock, answers: [...this.#answers.values()], savedAt: this.#savedAt }
    const kept = { id, copy: { ...this.#copy, ...own }, at: pageInstant() }
    const done = isClosed(clock.status) ? this.#store.forgetCopies(id) : this.#store.keepCopy(kept)
    void done.catch(() => undefined)
  }

  #acknowledge(savedAt: string, clock: Clock): void {
    if (savedAt !== '') {
      this.#savedAt = savedAt
      this.#isFromHere = true
    }
    this.#connection.heard()
    this.#hear(clock)
    // The room still believes that answers wait here.
    if (this.#reportedUnsynced > 0 && this.#outbox.waiting.length === 0) void this.#ask()
  }

  /** A refusal carries no clock: what the copy has become must be asked. */
  #refuse(code: RefusalCode): void {
    this.#connection.refused({ code })
    this.#show()
    void this.#ask()
  }

  /** A clock that came by another road may be older than the last one: the server's own instant decides. */
  #hear(clock: Clock): void {
    // What is not a clock is not heard at all.
    if (!(clock?.serverNow >= this.#clock.serverNow)) return
    this.#isClockUnsure = false
    const isFreed = this.#clock.status !== 'in_progress' && clock.status === 'in_progress'
    this.#clock = clock
    this.#lease.observe(clock)
    const minutes = this.#heartbeat.sync(clock)
    if (minutes !== 0) this.#granted = minutes
    if (isFreed || minutes !== 0) this.#outbox.release()
    this.#heartbeat.arm()
    this.#keep()
    this.#show()
  }

  /** The clock, and with it the state of the copy; takes the copy over first when that is still to be done. */
  async #ask(): Promise<void> {
    this.#mustAskAgain = this.#isAsking
    if (this.#isAsking || this.#connection.isSignedOut) return
    this.#isAsking = true
    const mustTake = this.#lease.isWanted && !isClosed(this.#clock.status)
    try {
      // A take-over refused (the copy is closed): the plain clock says how.
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
      // Somebody else signed in on this computer: this copy is not theirs to see.
      if (error instanceof Refusal && error.code === 'not_found') this.#hear({ ...this.#clock, status: 'voided' })
      this.#heartbeat.arm({ isUrgent: this.#connection.isOffline })
    } finally {
      this.#isAsking = false
      // Something happened while the question was on its way: its answer may be older than that.
      if (this.#mustAskAgain) void this.#ask()
    }
  }

  async #readAgain(): Promise<void> {
    const params = { attemptId: this.#copy.id }
    const copy = await this.#connection.through((options) => call(getAttempt, { params }, options))
    this.#mustReadAgain = false
    this.#read(copy, this.#outbox.waiting)
    this.#hear(copy.clock)
  }

  async #sendHeartbeat(options: CallOptions): Promise<Clock> {
    const unsynced = this.#outbox.waiting.length
    const clock = await call(sendHeartbeat, { params: { attemptId: this.#copy.id }, body: { unsynced } }, options)
    this.#reportedUnsynced = unsynced
    return clock
  }

  /** Nothing can be ticked any more, what waits is sent, and the server is asked: it alone closes a copy. */
  #end(): void {
    this.#show()
    this.#wake()
  }

  /** The time this page counts may have stood still while the computer slept. */
  #checkClock(): void {
    this.#isClockUnsure = !isClosed(this.#clock.status)
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
    if (isClosed(this.#clock.status)) return 'closed'
    if (this.#lease.isLost) return 'elsewhere'
    if (this.#clock.status === 'paused') return 'paused'
    if (this.#heartbeat.hasEnded) return 'time_up'
    return this.#isSubmitting ? 'submitting' : null
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal) || error.code === 'not_signed_in') throw error
}
