import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '#server/platform/project-root.ts'
import { Browser, type Kind } from './browser.ts'
import { cpuMs, familyCpuMs, memoryMb } from './processes.ts'
import { makeDatabase, prepareRoom, prepareRoomIn } from './room.ts'
import { askOf, type Ground, markedOr } from './rush.ts'
import { type Server, startServer } from './server-process.ts'

/** What all requests of a kind used, in milliseconds of processor. */
export type Cost = { node: number; postgres: number; count: number }
type Side = { name: string; server: Server; url: string; browsers: Browser[]; costs: Map<string, Cost>; restMb: number }
type Step = { kind: string; times: number; ask: (side: Side, number: number) => Promise<unknown> }
type Profiling = {
  students: number
  perSecond: number
  against: string | undefined
  node: readonly string[] | undefined
}

/** How often a whole attempt asks each: twenty questions in fifteen minutes, a quarter of them changed. */
export const inAnAttempt: Partial<Record<Kind, number>> = { save: 25, pulse: 70 }

/** The students are asked in turns, and the checkouts take turns too: what else the machine does weighs on both. */
const turns = 4

/**
 * Plays a whole attempt kind by kind, at a constant rate, so that the processor time of each kind is known. With another
 * checkout, or another runtime (`node`), its requests alternate with those of this one. The limits are measured in the same run.
 */
export async function profile(ground: Ground, { students, perSecond, against, node }: Profiling) {
  const old = against ?? (node && projectRoot)
  const folders = [...(old ? [['old', old] as const] : []), ['new', projectRoot] as const]
  const sides: Side[] = []
  try {
    for (const [name, folder] of folders)
      sides.push(await sideOf(ground, { name, folder, students, node: name === 'new' ? node : undefined }))
    const bare = await bareSide(ground, students)
    sides.push(bare)
    const real = sides.filter((side) => side !== bare)
    const rest = await idle(ground, sides)
    for (const step of [...steps, ...limits]) {
      const playing = limits.includes(step) ? [bare] : real
      if (step.kind === 'review') for (const { url } of real) await release(url)
      for (let turn = 0; turn < turns; turn += 1)
        for (const side of turn % 2 === 0 ? playing : [...playing].reverse())
          await play(ground, { side, step, turn, perSecond, rest })
    }
    const measured = sides.map(({ name, costs, restMb, server }) => ({
      ...{ name, restMb, endMb: memoryMb(server.pid) },
      of: Object.fromEntries(costs),
    }))
    return { students, perSecond, sides: measured }
  } finally {
    for (const { browsers, server } of sides) {
      for (const browser of browsers) browser.leave()
      await server.stop()
    }
  }
}

const browserOf = ({ browsers }: Side, number: number) => browsers[number] as Browser
const once = (kind: Exclude<Kind, 'save' | 'line'>, times = 1): Step => ({
  kind,
  times,
  ask: (side, number) => browserOf(side, number).ask(kind),
})
const steps: Step[] = [
  ...(['page', 'session', 'sign-in', 'exam list', 'exam detail', 'start'] as const).map((kind) => once(kind)),
  { kind: 'line', times: 1, ask: (side, number) => browserOf(side, number).openLine() },
  { kind: 'save', times: 10, ask: (side, number) => browserOf(side, number).save() },
  once('pulse', 5),
  once('submit'),
  once('receipt'),
  once('review'),
]

const ofASave = { choices: ['qqpy2fbtdc'], flagged: false, device: 'bench000001:page0001', epoch: 1, sequence: 1 }
const bareRequest = (road: string, kind: string): Step => {
  const path = `/${road}/${uuid}/answers/${uuid}`
  const ask = (side: Side, number: number) =>
    browserOf(side, number).connection.request({ method: 'PUT', path, body: ofASave })
  return { kind, times: 10, ask }
}
const uuid = '00000000-0000-4000-8000-000000000000'
const limits = [bareRequest('echo', 'bare echo'), bareRequest('insert', 'bare echo and insert')]

type Seated = { name: string; folder: string; students: number; node: readonly string[] | undefined }

async function sideOf(ground: Ground, { name, folder, students, node }: Seated): Promise<Side> {
  const { adminUrl, dataDir } = ground
  const wanted = { adminUrl, name: `bench_profile_${name}`, students: students + toWarm }
  const room = await (folder === projectRoot ? prepareRoom(wanted) : prepareRoomIn(folder, wanted))
  const server = await startServer({ entry: 'main', url: room.url, dataDir, folder, node })
  const browsers = room.codes.map((_, number) => new Browser({ number, port: server.port, room }))
  await sleep(3_000)
  const restMb = memoryMb(server.pid)
  const side: Side = { name, server, url: room.url, browsers: browsers.slice(toWarm), costs: new Map(), restMb }
  // Compiled and connected, as after the first minute of an exam.
  const warming = { ...side, browsers: browsers.slice(0, toWarm) }
  for (const step of steps.filter(({ kind }) => kind !== 'review'))
    await each(warming.browsers.length, perSecondToWarm, (number) =>
      step.kind === 'save' ? saveTwice(warming, step, number) : step.ask(warming, number),
    )
  for (const browser of warming.browsers) browser.leave()
  return side
}

const toWarm = 100
const perSecondToWarm = 200
async function saveTwice(side: Side, step: Step, number: number) {
  for (let time = 0; time < step.times * 2; time += 1) await step.ask(side, number)
}

/** The least a save can cost: the same bytes over bare HTTP, and rows grouped into a table without a rule. */
async function bareSide({ adminUrl, dataDir }: Ground, students: number): Promise<Side> {
  const url = await makeDatabase(adminUrl, 'bench_bare')
  const server = await startServer({ entry: 'bare', url, dataDir })
  const room = { url, examId: '', joinCode: '', codes: Array.from({ length: students }, () => '') }
  const browsers = room.codes.map((_, number) => new Browser({ number, port: server.port, room }))
  const side: Side = { name: 'limit', server, url, browsers, costs: new Map(), restMb: 0 }
  for (let time = 0; time < 10; time += 1)
    for (const step of limits) await each(students, 1_000, (number) => step.ask(side, number))
  return side
}

/** Calls `ask` so many times, at this rate, and waits for all; a student asks one thing at a time. */
async function each(count: number, perSecond: number, ask: (number: number) => Promise<unknown>) {
  const began = performance.now()
  const all: Promise<unknown>[] = []
  for (let number = 0; number < count; number += 1) {
    const early = began + (number * 1000) / perSecond - performance.now()
    if (early > 0) await sleep(early)
    all.push(ask(number))
  }
  await Promise.all(all)
}

type Used = { at: number; node: number; postgres: number }
const usedBy = ({ server }: Side, { postmaster }: Ground): Used => ({
  at: performance.now(),
  node: cpuMs(server.pid),
  postgres: familyCpuMs(postmaster),
})

/** What each server, and the database of all, do while nobody asks anything, in the quietest of three rounds of jobs. */
async function idle(ground: Ground, sides: Side[]): Promise<(side: Side) => Used> {
  for (const { url } of sides.slice(0, -1)) await markedOr(url, 60)
  const rounds: Used[][] = []
  for (let round = 0; round < 3; round += 1) {
    const before = sides.map((side) => usedBy(side, ground))
    await sleep(3_000)
    rounds.push(sides.map((side, i) => minus(usedBy(side, ground), before[i] as Used)))
  }
  const least = (i: number, of: 'node' | 'postgres') => Math.min(...rounds.map((round) => (round[i] as Used)[of]))
  return (side) => {
    const i = sides.indexOf(side)
    return { at: 3_000, node: least(i, 'node'), postgres: least(i, 'postgres') }
  }
}

const minus = (after: Used, before: Used): Used => ({
  at: after.at - before.at,
  node: after.node - before.node,
  postgres: after.postgres - before.postgres,
})

type Play = { side: Side; step: Step; turn: number; perSecond: number; rest: (side: Side) => Used }

async function play(ground: Ground, { side, step, turn, perSecond, rest }: Play) {
  const own = side.browsers.map((_, number) => number).filter((number) => number % turns === turn)
  const before = usedBy(side, ground)
  for (let time = 0; time < step.times; time += 1)
    await each(own.length, perSecond, (number) => step.ask(side, own[number] as number))
  // What was said to be done may still be worked on.
  await sleep(100)
  const used = minus(usedBy(side, ground), before)
  const resting = rest(side)
  const known = side.costs.get(step.kind) ?? { node: 0, postgres: 0, count: 0 }
  const share = used.at / resting.at
  side.costs.set(step.kind, {
    node: known.node + used.node - resting.node * share,
    postgres: known.postgres + used.postgres - resting.postgres * share,
    count: known.count + own.length * step.times,
  })
}

/** Marks, then shows all to everybody, as a trainer does the day after. */
async function release(url: string) {
  await markedOr(url, 120)
  await askOf(url, (client) =>
    client.query(
      `update "Exam" set status = 'released', "releasedAt" = now(), release = release || '{"what":"review"}'`,
    ),
  )
}
