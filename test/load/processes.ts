import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'

// Linux counts in hundredths of a second on every machine this runs on (getconf CLK_TCK).
const tickMs = 10

type Stat = { pid: number; parent: number; ownMs: number; reapedMs: number }

/** The CPU time of a process since it started, all threads included, in milliseconds. */
export const cpuMs = (pid: number) => readStat(pid)?.ownMs ?? 0

/** The CPU time of a PostgreSQL server and its children, including those that have ended, in milliseconds. */
export function familyCpuMs(pid: number) {
  const parent = readStat(pid)
  if (!parent) return 0
  return childrenOf(pid).reduce((sum, child) => sum + child.ownMs, parent.ownMs + parent.reapedMs)
}

export const memoryMb = (pid: number) => numberIn(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/) / 1024

export const peakMemoryMb = (pid: number) => numberIn(`/proc/${pid}/status`, /VmHWM:\s+(\d+)/) / 1024

/** In megabytes, counting shared pages once: the sum of what each process would free. */
export const familyMemoryMb = (pid: number) =>
  [pid, ...childrenOf(pid).map((child) => child.pid)].reduce(
    (sum, one) => sum + numberIn(`/proc/${one}/smaps_rollup`, /\nPss:\s+(\d+)/) / 1024,
    0,
  )

/**
 * Raises the limit of open files: twenty thousand connections need as many, here and in the server, and children
 * inherit it.
 */
export function allowManyFiles() {
  try {
    execFileSync('prlimit', [`--pid=${process.pid}`, '--nofile=65536:65536'], { stdio: 'ignore' })
  } catch {
    // Not root: the current limit applies, with fewer event streams; the report gives their number.
  }
}

export const openFiles = () => numberIn('/proc/self/limits', /Max open files\s+(\d+)/)

/** The load average of the machine, reported beside the figures because other work distorts them. */
export const load = () => Math.round((loadavg()[0] ?? 0) * 100) / 100

function childrenOf(pid: number) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
    .filter(({ parent }) => parent === pid)
}

function readStat(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`)
  if (!text) return undefined
  // The name of the program, in brackets, may contain spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = (...at: number[]) => at.reduce((sum, i) => sum + Number(fields[i]) * tickMs, 0)
  return { pid, parent: Number(fields[1]), ownMs: ticks(11, 12), reapedMs: ticks(13, 14) }
}

const numberIn = (path: string, pattern: RegExp) => Number(pattern.exec(read(path) ?? '')?.[1] ?? 0)

function read(path: string) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
