import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { cpuMs, familyCpuMs, familyMemoryMb, load, peakMemoryMb } from './processes.ts'
import { prepareRoom } from './room.ts'
import { type Entry, startGenerator, startServer } from './server-process.ts'
import type { Pace } from './student.ts'
import type { Plan, Sat } from './students.ts'

export type Ground = { adminUrl: string; postmaster: number; dataDir: string }
export type Rush = { students: number; pace: Pace; entry?: Entry }

/** A class takes an exam, from sign-in to the last mark. */
export async function rush(ground: Ground, { students, pace, entry = 'main' }: Rush) {
  const { adminUrl, postmaster, dataDir } = ground
  const room = await prepareRoom({ adminUrl, name: `bench_${students}`, students })
  const server = await startServer({ entry, url: room.url, dataDir })
  const generator = startGenerator('students.ts')
  try {
    const sizeBefore = await bytesOf(room.url)
    const before = usage(server.pid, postmaster, entry)
    const loadBefore = load()
    generator.say({ room, port: server.port, pace } satisfies Plan)
    const { sat } = await generator.heard<{ sat: Sat }>()
    const after = usage(server.pid, postmaster, entry)
    await markedOr(room.url, 120)
    const marked = usage(server.pid, postmaster, entry)
    const postgresMb = familyMemoryMb(postmaster)
    const sizeAfter = await bytesOf(room.url)
    generator.say('check')
    const { losses } = await generator.heard<{ losses: string[] }>()
    for (const loss of losses.slice(0, 10)) console.log(`  LOST ${loss}`)
    const { errors, reasons, wireBytes, saves, generatorCpuMs, ...times } = sat
    return {
      students,
      errors,
      lost: losses.length,
      ...times,
      nodeCpuMsPerAttempt: round((after.node - before.node) / students),
      postgresCpuMsPerAttempt: round((after.postgres - before.postgres) / students),
      markingCpuMsPerAttempt: round((marked.node + marked.postgres - after.node - after.postgres) / students),
      generatorCpuMsPerAttempt: round(generatorCpuMs / students),
      serverRssMb: round(memoryOf(server.pid, entry)),
      postgresMb: round(postgresMb),
      bytesPerAttempt: Math.round((sizeAfter - sizeBefore) / students),
      wireBytesPerAttempt: Math.round(wireBytes / students),
      saves,
      seconds: round((after.at - before.at) / 1000),
      loadBefore,
      loadAfter: load(),
      ...(errors > 0 ? { reasons } : {}),
    }
  } finally {
    generator.stop()
    await server.stop()
  }
}

const round = (value: number) => Math.round(value * 100) / 100

function usage(pid: number, postmaster: number, entry: Entry) {
  // In the two-process entry, the primary process only distributes connections to its children.
  const node = entry === 'two' ? familyCpuMs(pid) : cpuMs(pid)
  return { at: performance.now(), node, postgres: familyCpuMs(postmaster) }
}

const memoryOf = (pid: number, entry: Entry) => (entry === 'two' ? familyMemoryMb(pid) : peakMemoryMb(pid))

/** The size of an attempt on disk in bytes, with its indexes and journal, after a checkpoint. */
async function bytesOf(url: string) {
  return ask(url, async (client) => {
    const { rows } = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes')
    return Number(rows[0]?.bytes)
  })
}

async function markedOr(url: string, seconds: number) {
  await ask(url, async (client) => {
    for (let second = 0; second < seconds; second += 1) {
      const { rowCount } = await client.query(
        `select from "Attempt" where status in ('submitted', 'expired') and "markedAt" is null limit 1`,
      )
      if (!rowCount) return
      await sleep(1_000)
    }
  })
}

async function ask<T>(url: string, work: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
