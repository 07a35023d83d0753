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
  ['submit p99 ms', ({ submitP99Ms }) => submitP99Ms],
  ['CPU ms per attempt, Node + Postgres', (r) => `${r.nodeCpuMsPerAttempt} + ${r.postgresCpuMsPerAttempt}`],
  ['marking afterwards, CPU ms per attempt', (r) => r.markingCpuMsPerAttempt],
  ['server MB (peak) / Postgres MB', ({ serverRssMb, postgresMb }) => `${serverRssMb} / ${postgresMb}`],
  ['bytes on disk / on the wire per attempt', (r) => `${r.bytesPerAttempt} / ${r.wireBytesPerAttempt}`],
  ['event lines held open', ({ eventLines }) => eventLines],
  ['saves per second', ({ saves, seconds }) => `${saves} in ${seconds} s`],
  ['generator: CPU ms per attempt, delay p99 ms', (r) => `${r.generatorCpuMsPerAttempt}, ${r.generatorDelayP99Ms}`],
  ['load before / after', ({ loadBefore, loadAfter }) => `${loadBefore} / ${loadAfter}`],
]

/** One column per scenario, from the fewest students to the most. */
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
