import { setTimeout as sleep } from 'node:timers/promises'
import type { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { Browser, type Kind } from './browser.ts'
import type { Durations } from './figures.ts'
import type { Room } from './room.ts'

export type Pace = {
  /** The time over which students sign in, in milliseconds. */
  signInMs: number
  /** The time after that over which they start. */
  startMs: number
  /** The average time between two answers; null when the scenario stops after the start. */
  thinkMs: number | null
  /** The time over which they submit. */
  submitMs: number
}

export type Tally = {
  durations: Record<Kind, Durations>
  errors: Map<string, number>
  acknowledged: AcknowledgementLog
  bytes: number
  /** Event streams open from the start to the submission. */
  lines: number
  startedAt: number
  lastStartMs: number
}

type Self = {
  number: number
  port: number
  room: Room
  pace: Pace
  tally: Tally
  /** Whether the page keeps its event stream open. */
  keepsLine: boolean
}

/** A page that was answered nothing for this long asks for its clock (web/attempts/sitting/heartbeat.ts). */
const beatMs = 10_000

/**
 * One student, with everything a browser asks: opens the page, signs in, reads the list and the instructions, waits for
 * the opening, starts, keeps an event stream open, answers with pauses, changes some answers, submits and reads the
 * receipt.
 */
export async function sit(self: Self) {
  const { pace, tally } = self
  const browser = new Browser(self)
  const timed = (kind: Exclude<Kind, 'save' | 'line'>) => during(tally, kind, () => browser.ask(kind))
  const between = (ms: number) => sleep((browser.chance(10_000) / 10_000) * ms)
  try {
    const opensAt = tally.startedAt + pace.signInMs + 2_000
    await between(pace.signInMs)
    for (const kind of ['page', 'session', 'sign-in', 'exam list', 'exam detail'] as const) await timed(kind)
    await sleep(opensAt - performance.now())
    await between(pace.startMs)
    await timed('start')
    tally.lastStartMs = Math.max(tally.lastStartMs, performance.now() - opensAt)
    if (pace.thinkMs === null) return
    if (self.keepsLine) await during(tally, 'line', () => browser.openLine())
    await answerAll(browser, { thinkMs: pace.thinkMs, tally, beat: () => timed('pulse') })
    await between(pace.submitMs)
    const { closedAt } = JSON.parse((await timed('submit')).body.toString()) as { closedAt: string }
    tally.acknowledged.submitted({ attemptId: browser.copy.id, closedAt })
    await timed('receipt')
    if (browser.line?.isCut()) throw new Error('event line cut')
    if (browser.line) tally.lines += 1
  } catch (error) {
    const reason = (error as Error).message
    tally.errors.set(reason, (tally.errors.get(reason) ?? 0) + 1)
  } finally {
    tally.bytes += browser.bytes
    browser.leave()
  }
}

type Answering = { thinkMs: number; tally: Tally; beat: () => Promise<unknown> }

/** Every fourth answer is changed at once. */
async function answerAll(browser: Browser, { thinkMs, tally, beat }: Answering) {
  const { chance } = browser
  for (const question of browser.copy.questions) {
    let thinks = thinkMs * (0.5 + chance(1_000) / 1_000)
    for (; thinks > beatMs; thinks -= beatMs) {
      await sleep(beatMs)
      await beat()
    }
    await sleep(thinks)
    const ticks = chance(4) === 0 ? 2 : 1
    for (let tick = 0; tick < ticks; tick += 1) {
      const saved = await during(tally, 'save', () => browser.save(question))
      tally.acknowledged.saved({ attemptId: browser.copy.id, ...saved })
    }
  }
}

async function during<T>({ durations }: Tally, kind: Kind, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const done = await work()
  durations[kind].add(performance.now() - began)
  return done
}
