import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { Browser } from './browser.ts'
import { Durations } from './figures.ts'
import { load } from './processes.ts'
import { prepareRoom, type Room, secret } from './room.ts'
import type { Ground } from './rush.ts'
import { startGenerator, startServer } from './server-process.ts'

/** `sitting`: of them, those who sit already and save meanwhile. */
type OverloadPlan = { room: Room; port: number; sitting: number; everyMs: number; overMs: number }
export type Overloaded = Awaited<ReturnType<typeof overload>>

/** Twice the starts that can be served in this time, while others save. */
export async function overload(ground: Ground, { sitting, overMs }: { sitting: number; overMs: number }) {
  const probe = await served(ground, { sitting: 0, students: 1_000, overMs: 1, name: 'bench_probe' })
  const perSecond = Math.max(20, Math.round(1_000 / (probe.lastStartMs / 1_000)))
  const students = sitting + Math.round(2 * perSecond * (overMs / 1_000))
  const outcome = await served(ground, { sitting, students, overMs, name: 'bench_overload' })
  return { perSecond, offeredPerSecond: 2 * perSecond, ...outcome }
}

type Wanted = { sitting: number; students: number; overMs: number; name: string }

async function served({ adminUrl, dataDir }: Ground, { sitting, students, overMs, name }: Wanted) {
  const room = await prepareRoom({ adminUrl, name, students })
  const server = await startServer({ entry: 'main', url: room.url, dataDir })
  const generator = startGenerator('overload.ts')
  try {
    await sleep(3_000)
    const loadBefore = load()
    generator.say({ room, port: server.port, sitting, everyMs: 1_000, overMs } satisfies OverloadPlan)
    return { students, sitting, loadBefore, ...(await generator.heard<Rushed>()), loadAfter: load() }
  } finally {
    generator.stop()
    await server.stop()
  }
}

type Rushed = Awaited<ReturnType<typeof run>>

// Under the benchmark this file is the generator, in a process of its own.
process.once('message', (plan: OverloadPlan) => void run(plan).then((rushed) => process.send?.(rushed)))

async function run({ room, port, sitting, everyMs, overMs }: OverloadPlan) {
  const browsers = room.codes.map((_, number) => new Browser({ room, port, number }))
  // Signed in a few at a time, before the rush.
  await inGroups(browsers, 50, (one) => one.ask('sign-in'))
  const [seated, coming] = [browsers.slice(0, sitting), browsers.slice(sitting)]
  await inGroups(seated, 50, (one) => one.ask('start'))

  const saves = { during: new Durations(), after: new Durations() }
  const acknowledged = new AcknowledgementLog({ secret: Buffer.from(secret) })
  let errors = 0
  let isOver = false
  let isEnded = false
  const saving = seated.map(async (one, number) => {
    await sleep((everyMs * number) / seated.length)
    while (!isEnded) {
      const began = performance.now()
      try {
        acknowledged.saved({ attemptId: one.copy.id, ...(await one.save()) })
      } catch {
        errors += 1
      }
      const ms = performance.now() - began
      saves[isOver ? 'after' : 'during'].add(ms)
      await sleep(Math.max(0, everyMs - ms))
    }
  })

  const began = performance.now()
  const starts = new Durations()
  const order: number[] = []
  let toldSoon = 0
  let told = 0
  await Promise.all(
    coming.map(async (one, number) => {
      await sleep((overMs * number) / coming.length)
      const asked = performance.now()
      one.toldAt = undefined
      try {
        await one.ask('start')
      } catch {
        errors += 1
        return
      }
      const done = performance.now()
      starts.add(done - asked)
      order.push(number)
      if (one.toldAt !== undefined) told += 1
      // Served, or told when, within a second.
      if ((one.toldAt ?? done) - asked <= 1_000) toldSoon += 1
    }),
  )
  const lastStartMs = performance.now() - began
  isOver = true
  await sleep(seated.length > 0 ? 3_000 : 0)
  isEnded = true
  await Promise.all(saving)
  const lost = await lossesOf(room, acknowledged)
  for (const one of browsers) one.leave()
  return {
    errors,
    lost,
    saves: saves.during.count,
    saveP50: saves.during.at(50),
    saveP99: saves.during.at(99),
    saveP99After: saves.after.at(99),
    startP50: starts.at(50),
    startP99: starts.at(99),
    told,
    toldWithinASecond: Math.round((toldSoon / Math.max(1, coming.length)) * 1000) / 1000,
    ...inversionsOf(order),
    lastStartMs,
    recoveryMs: Math.max(0, lastStartMs - overMs),
  }
}

async function inGroups<T>(all: readonly T[], size: number, work: (one: T) => Promise<unknown>) {
  for (let from = 0; from < all.length; from += size) await Promise.all(all.slice(from, from + size).map(work))
}

/** Those served before somebody who had come more than `slack` earlier, and the largest such lead. */
function inversionsOf(order: readonly number[], slack = 200) {
  let greatest = -1
  let inversions = 0
  let lead = 0
  for (const number of order) {
    if (greatest - number > slack) inversions += 1
    lead = Math.max(lead, greatest - number)
    greatest = Math.max(greatest, number)
  }
  return { inversions, lead }
}

async function lossesOf(room: Room, acknowledged: AcknowledgementLog) {
  const client = new pg.Client({ connectionString: room.url })
  await client.connect()
  try {
    return (await acknowledged.losses(client)).length
  } finally {
    await client.end()
  }
}
