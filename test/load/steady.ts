import { setTimeout as sleep } from 'node:timers/promises'
import { Browser } from './browser.ts'
import { Durations } from './figures.ts'
import type { Room } from './room.ts'

// The generator of the refusals scenario: students who save at the pace of an exam, in alternating turns with and
// without heavy files; the benchmark announces each turn.

export type Steady = { room: Room; port: number; everyMs: number }
export type Turn = { kind: 'quiet' | 'heavy'; ms: number } | { kind: 'end' }
export type Steadied = Record<'quiet' | 'heavy', { p50: number | null; p99: number | null; saves: number }> & {
  errors: number
}

process.once('message', (given: Steady) => void run(given))

async function run({ room, port, everyMs }: Steady) {
  const desks = await Promise.all(room.codes.map((_, number) => sitDown({ room, port, number })))
  const durations = { quiet: new Durations(), heavy: new Durations(), warming: new Durations() }
  let errors = 0
  const turn = async (kind: keyof typeof durations, ms: number) => {
    const end = performance.now() + ms
    await Promise.all(
      desks.map(async (save, number) => {
        await sleep((everyMs * number) / desks.length)
        while (performance.now() < end) {
          const began = performance.now()
          if (!(await save())) errors += 1
          durations[kind].add(performance.now() - began)
          await sleep(Math.max(0, everyMs - (performance.now() - began)))
        }
      }),
    )
  }
  await turn('warming', 5_000)
  process.on('message', (said: Turn) => {
    if (said.kind !== 'end') return void turn(said.kind, said.ms).then(() => process.send?.('done'))
    const of = (kind: 'quiet' | 'heavy') => {
      const all = durations[kind]
      return { p50: all.at(50), p99: all.at(99), saves: all.count }
    }
    process.send?.({ quiet: of('quiet'), heavy: of('heavy'), errors } satisfies Steadied)
    process.disconnect()
  })
  process.send?.('ready')
}

async function sitDown(seat: { room: Room; port: number; number: number }) {
  const student = new Browser(seat)
  await student.ask('sign-in')
  await student.ask('start')
  return () =>
    student.save().then(
      () => true,
      () => false,
    )
}
