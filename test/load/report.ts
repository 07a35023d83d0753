import { type Kind, kinds } from './browser.ts'
import type { Overloaded } from './overload.ts'
import { type Cost, inAnAttempt, type profile } from './profile.ts'
import type { refuse } from './refusals.ts'
import type { rush } from './rush.ts'
import type { saturate } from './saturation.ts'

type Rushed = Awaited<ReturnType<typeof rush>>

const columns: readonly [string, (of: Rushed) => unknown][] = [
  ['students', ({ students }) => students],
  ['errors', ({ errors }) => errors],
  ['lost', ({ lost }) => lost],
  ['start p50 / p99 ms', ({ startP50Ms, startP99Ms }) => `${startP50Ms} / ${startP99Ms}`],
  ['save p50 / p95 / p99 ms', ({ saveP50Ms, saveP95Ms, saveP99Ms }) => `${saveP50Ms} / ${saveP95Ms} / ${saveP99Ms}`],
  ['instructions p99 ms', ({ detailP99Ms }) => detailP99Ms],
  ['submit p99 ms', ({ submitP99Ms }) => submitP99Ms],
  ['CPU ms per attempt, Node + Postgres', (r) => `${r.nodeCpuMsPerAttempt} + ${r.postgresCpuMsPerAttempt}`],
  ['marking afterwards, CPU ms per attempt', (r) => r.markingCpuMsPerAttempt],
  ['server MB, at rest / peak', ({ restMb, serverRssMb }) => `${restMb} / ${serverRssMb}`],
  ['Postgres MB', ({ postgresMb }) => postgresMb],
  ['bytes on disk / on the wire per attempt', (r) => `${r.bytesPerAttempt} / ${r.wireBytesPerAttempt}`],
  ['event lines held open', ({ eventLines }) => eventLines],
  ['saves per second', ({ saves, seconds }) => `${saves} in ${seconds} s`],
  ['generator: CPU ms per attempt, delay p99 ms', (r) => `${r.generatorCpuMsPerAttempt}, ${r.generatorDelayP99Ms}`],
  ['load before / after', ({ loadBefore, loadAfter }) => `${loadBefore} / ${loadAfter}`],
]

/** One column per scenario; with another checkout, its column comes before that of this one. */
export function printRushes(rushes: readonly Rushed[]) {
  const width = Math.max(...columns.map(([name]) => name.length))
  for (const [name, of] of columns) {
    console.log(`  ${name.padEnd(width)}  ${rushes.map((one) => String(of(one)).padStart(24)).join('')}`)
  }
  for (const { reasons } of rushes) if (reasons) console.log(reasons)
  console.log()
}

export function printBell({ students, errors, startP50Ms, startP99Ms, startsPerSecond, loadBefore, ...rest }: Rushed) {
  console.log(`  ${students} starts in one second: ${errors} errors, p50 ${startP50Ms} ms, p99 ${startP99Ms} ms,`)
  console.log(
    `  CPU ms per sign-in and start, Node + Postgres: ${rest.nodeCpuMsPerAttempt} + ${rest.postgresCpuMsPerAttempt}`,
  )
  console.log(`  ${startsPerSecond} a second; server ${rest.serverRssMb} MB; load ${loadBefore} / ${rest.loadAfter}`)
  if (rest.reasons) console.log(rest.reasons)
  console.log()
}

export function printSaturation(of: Awaited<ReturnType<typeof saturate>>) {
  console.log(`  ${of.savesPerSecond} saves a second against ${of.plainPgSavesPerSecond}: ratio ${of.ratio}`)
  const text = ({ node, postgres }: typeof of.cpuUsPerSave) => `${node} + ${postgres}`
  console.log(`  CPU µs per save, Node + Postgres: ${text(of.cpuUsPerSave)} against ${text(of.plainCpuUsPerSave)}`)
  console.log(`  ${of.errors} errors, ${of.lost} lost; load ${of.loadBefore} / ${of.loadAfter}\n`)
}

export function printRefusals(of: Awaited<ReturnType<typeof refuse>>) {
  const text = ({ p50, p99, saves }: typeof of.quiet) => `${p50} / ${p99} ms (${saves} saves)`
  console.log(`  save p50 / p99, quiet: ${text(of.quiet)}; beside heavy files: ${text(of.heavy)}; ratio ${of.ratio}`)
  console.log(
    `  ${of.refusals} files answered, ${of.faults} faults, the worst in ${of.worst.seconds} s (${of.worst.name})`,
  )
  console.log(`  ${of.errors} saves refused; load ${of.loadBefore} / ${of.loadAfter}\n`)
}

/** What is aimed at stands beside each figure. */
export function printOverload(of: Overloaded) {
  const ms = (value: number | null) => (value === null ? '–' : `${Math.round(value)} ms`)
  console.log(
    `  ${of.students - of.sitting} starts at ${of.offeredPerSecond}/s, ${of.perSecond}/s can be served; ${of.sitting} save`,
  )
  console.log(`  errors ${of.errors}, lost answers ${of.lost} (0, 0)`)
  console.log(
    `  save p50 / p99 ${ms(of.saveP50)} / ${ms(of.saveP99)} (p99 ≤ 1 s), after the rush ${ms(of.saveP99After)}`,
  )
  console.log(`  start p50 / p99 ${ms(of.startP50)} / ${ms(of.startP99)}; ${of.told} were told to wait`)
  console.log(`  served or told within a second ${(of.toldWithinASecond * 100).toFixed(1)} % (100 %)`)
  console.log(`  served before 200 who came earlier: ${of.inversions} (0), the largest lead ${of.lead}`)
  console.log(
    `  the last one ${ms(of.recoveryMs)} after the end of the rush (≤ 10 s); load ${of.loadBefore} / ${of.loadAfter}\n`,
  )
}

type Profiled = Awaited<ReturnType<typeof profile>>

/** Microseconds per request; × the limit: bare HTTP for what only reads, with a grouped insert for what writes. */
export function printProfile({ sides: all, students, perSecond }: Profiled) {
  const sides = all.filter(({ name }) => name !== 'limit')
  const limit = all.find(({ name }) => name === 'limit')?.of ?? {}
  const [echo, insert] = [totalOf(limit['bare echo']), totalOf(limit['bare echo and insert'])]
  console.log(`  ${students} students, ${perSecond} requests a second; µs per request, Node + Postgres (× the limit)`)
  for (const [kind, cost] of Object.entries(limit)) console.log(`  ${kind.padEnd(22)}${said(cost).padStart(26)}`)
  for (const kind of kinds) {
    const costs = sides.map(({ of }) => of[kind])
    const least = writing.includes(kind) ? insert : echo
    const cells = costs.map((cost) => `${said(cost)} (${ratio(totalOf(cost), least)})`.padStart(26))
    console.log(`  ${kind.padEnd(22)}${cells.join('')}${compared(costs.map(totalOf))}`)
  }
  const whole = sides.map(({ of }) =>
    kinds.reduce((sum, kind) => sum + (inAnAttempt[kind] ?? 1) * totalOf(of[kind]), 0),
  )
  console.log(
    `  ${'a whole attempt, ms'.padEnd(22)}${whole.map((us) => String(Math.round(us / 10) / 100).padStart(26)).join('')}${compared(whole)}`,
  )
  for (const { name, restMb, endMb } of sides)
    console.log(
      `  ${name}: ${Math.round(restMb)} MB at rest, ${Math.round(endMb)} MB at the end, ${students} event lines open`,
    )
  console.log()
}

const writing: readonly Kind[] = ['sign-in', 'start', 'save', 'submit']
const totalOf = (cost: Cost | undefined) => (cost ? ((cost.node + cost.postgres) * 1000) / cost.count : Number.NaN)
const ratio = (of: number, least: number) => (Math.round((of / least) * 100) / 100).toFixed(2)
const compared = (all: readonly number[]) => (all.length === 2 ? `   × ${ratio(all[1] ?? 0, all[0] ?? 0)}` : '')
const said = (cost: Cost | undefined) =>
  cost ? [cost.node, cost.postgres].map((ms) => Math.round((ms * 1000) / cost.count)).join(' + ') : '–'
