import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { cpuMs, familyCpuMs, familyMemoryMb, load, memoryMb, peakMemoryMb } from './processes.ts'
import { prepareRoom, prepareRoomIn } from './room.ts'
import { type Entry, startGenerator, startServer } from './server-process.ts'
import type { Pace } from './student.ts'
import type { Plan, Sat } from './students.ts'

export type Ground = { adminUrl: string; postmaster: number; dataDir: string }
/** `folder`: another checkout, whose server is measured. */
export type Rush = { students: number; pace: Pace; entry?: Entry; folder?: string | undefined }

/** A class takes an exam, from sign-in to the last mark. */
export async function rush(ground: Ground, { students, pace, entry = 'main', folder }: Rush) {
  const { adminUrl, postmaster, dataDir } = ground
  const wanted = { adminUrl, name: `bench_${students}`, students }
  const room = await (folder ? prepareRoomIn(folder, wanted) : prepareRoom(wanted))
  const server = await startServer({ entry, url: room.url, dataDir, folder })
  const generator = startGenerator('students.ts')
  try {
    // What a server that just started has still to write and to collect.
    await sleep(3_000)
    const restMb = memoryMb(server.pid)
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
      restMb: round(restMb),
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
  return askOf(url, async (client) => {
    const { rows } = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes')
    return Number(rows[0]?.bytes)
  })
}

export async function markedOr(url: string, seconds: number) {
  await askOf(url, async (client) => {
    for (let second = 0; second < seconds; second += 1) {
      const { rowCount } = await client.query(
        `select from "Attempt" where status in ('submitted', 'expired') and "markedAt" is null limit 1`,
      )
      if (!rowCount) return
      await sleep(1_000)
    }
  })
}

export async function askOf<T>(url: string, work: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
