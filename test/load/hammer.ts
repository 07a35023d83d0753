import pg from 'pg'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { Browser } from './browser.ts'
import { cpuMs, familyCpuMs } from './processes.ts'
import { type Room, secret } from './room.ts'

// The generator of the saturation scenario: 512 students who save continuously, each below the rate limit, alternating
// between both ways of saving.

export type Hammering = { room: Room; port: number; turns: number; turnMs: number; server: number; postmaster: number }
/** The totals of one way of saving, over all its turns. */
type Done = { saves: number; seconds: number; nodeMs: number; postgresMs: number }
export type Hammered = { grouped: Done; plain: Done; errors: number; losses: string[] }

type Way = 'grouped' | 'plain'
const nothing: Done = { saves: 0, seconds: 0, nodeMs: 0, postgresMs: 0 }

const addressOf: Record<Way, string> = { grouped: '/api/attempts', plain: '/api/bench/attempts' }

process.once('message', (hammering: Hammering) => void run(hammering))

async function run({ room, port, turns, turnMs, server, postmaster }: Hammering) {
  const acknowledged = new AcknowledgementLog({ secret: Buffer.from(secret) })
  const students = await Promise.all(room.codes.map((_, number) => sitDown({ room, port, number })))
  let errors = 0
  const done: Record<Way, Done> = { grouped: { ...nothing }, plain: { ...nothing } }
  const hammer = async (way: Way, ms: number) => {
    const before = { at: performance.now(), node: cpuMs(server), postgres: familyCpuMs(postmaster) }
    const end = before.at + ms
    await Promise.all(
      students.map(async (student) => {
        while (performance.now() < end) {
          if (await save(student, { way, acknowledged })) done[way].saves += 1
          else errors += 1
        }
      }),
    )
    done[way].seconds += (performance.now() - before.at) / 1000
    done[way].nodeMs += cpuMs(server) - before.node
    done[way].postgresMs += familyCpuMs(postmaster) - before.postgres
  }
  // Warm-up: both ways compiled and connected.
  for (const way of ['grouped', 'plain', 'grouped', 'plain'] as const) await hammer(way, 2_000)
  Object.assign(done, { grouped: { ...nothing }, plain: { ...nothing } })
  for (let turn = 0; turn < turns; turn += 1) {
    // Alternates which way goes first.
    for (const way of turn % 2 === 0 ? (['grouped', 'plain'] as const) : (['plain', 'grouped'] as const)) {
      await hammer(way, turnMs)
    }
  }
  // The plain way keeps no journal, so every answer is saved once more by the grouped way before the comparison.
  await Promise.all(
    students.map(async (student) => {
      for (const _ of student.copy.questions) await save(student, { way: 'grouped', acknowledged })
    }),
  )
  const client = new pg.Client({ connectionString: room.url })
  await client.connect()
  const losses = await acknowledged.losses(client)
  await client.end()
  for (const student of students) student.leave()
  process.send?.({ ...done, errors, losses } satisfies Hammered)
  process.disconnect()
}

async function sitDown(seat: { room: Room; port: number; number: number }) {
  const student = new Browser(seat)
  await student.ask('sign-in')
  await student.ask('start')
  return student
}

async function save(student: Browser, { way, acknowledged }: { way: Way; acknowledged: AcknowledgementLog }) {
  try {
    const saved = await student.save(undefined, addressOf[way])
    if (way === 'grouped') acknowledged.saved({ attemptId: student.copy.id, ...saved })
    return true
  } catch {
    return false
  }
}
