import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { kinds } from './browser.ts'
import { Durations } from './figures.ts'
import { openFiles } from './processes.ts'
import { type Room, secret } from './room.ts'
import { type Pace, sit, type Tally } from './student.ts'

// The generator, in a process of its own so that its work counts neither as the server's nor as the benchmark's.

export type Plan = { room: Room; port: number; pace: Pace }
export type Sat = {
  errors: number
  reasons: Record<string, number>
  saves: number
  wireBytes: number
  eventLines: number
  signInP99Ms: number | null
  detailP99Ms: number | null
  startP50Ms: number | null
  startP99Ms: number | null
  startsPerSecond: number
  saveP50Ms: number | null
  saveP95Ms: number | null
  saveP99Ms: number | null
  submitP99Ms: number | null
  generatorCpuMs: number
  /** The 99th percentile of the generator's own delay in milliseconds, which is part of the time students waited. */
  generatorDelayP99Ms: number
}

process.once('message', (plan: Plan) => void run(plan))

async function run({ room, port, pace }: Plan) {
  const tally: Tally = {
    durations: Object.fromEntries(kinds.map((kind) => [kind, new Durations()])) as Tally['durations'],
    errors: new Map(),
    acknowledged: new AcknowledgementLog({ secret: Buffer.from(secret) }),
    bytes: 0,
    lines: 0,
    startedAt: performance.now(),
    lastStartMs: 0,
  }
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const lines = openFiles() - room.codes.length - 500
  await Promise.all(room.codes.map((_, number) => sit({ number, port, room, pace, tally, keepsLine: number < lines })))
  delay.disable()
  const cpu = process.cpuUsage()
  process.send?.({ sat: satOf(tally, { delay: delay.percentile(99) / 1e6, cpuMs: (cpu.user + cpu.system) / 1000 }) })
  // The benchmark announces when the measurement is over, and the comparison may use the machine.
  process.once('message', () => void check(room, tally.acknowledged))
}

async function check({ url }: Room, acknowledged: AcknowledgementLog) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const losses = await acknowledged.losses(client)
  await client.end()
  process.send?.({ losses })
  await sleep(50)
  process.disconnect()
}

function satOf(tally: Tally, { delay, cpuMs }: { delay: number; cpuMs: number }): Sat {
  const { 'sign-in': signIn, start, save, submit, 'exam detail': detail } = tally.durations
  return {
    errors: [...tally.errors.values()].reduce((sum, count) => sum + count, 0),
    reasons: Object.fromEntries(tally.errors),
    saves: save.count,
    wireBytes: tally.bytes,
    eventLines: tally.lines,
    signInP99Ms: signIn.at(99),
    detailP99Ms: detail.at(99),
    startP50Ms: start.at(50),
    startP99Ms: start.at(99),
    startsPerSecond: Math.round(start.count / (tally.lastStartMs / 1000)),
    saveP50Ms: save.at(50),
    saveP95Ms: save.at(95),
    saveP99Ms: save.at(99),
    submitP99Ms: submit.at(99),
    generatorCpuMs: Math.round(cpuMs),
    // The monitor of the event loop includes its own resolution of five milliseconds.
    generatorDelayP99Ms: Math.round((delay - 5) * 10) / 10,
  }
}
