import type { Hammered, Hammering } from './hammer.ts'
import { load } from './processes.ts'
import { prepareRoom } from './room.ts'
import type { Ground } from './rush.ts'
import { startGenerator, startServer } from './server-process.ts'

/**
 * The highest number of saves per second, compared with one prepared upsert per request on the same server in the same
 * run.
 */
export async function saturate(
  ground: Ground,
  { connections, turns, turnMs }: { connections: number; turns: number; turnMs: number },
) {
  const { adminUrl, postmaster, dataDir } = ground
  const room = await prepareRoom({ adminUrl, name: 'bench_saturation', students: connections })
  const server = await startServer({ entry: 'plain', url: room.url, dataDir })
  const generator = startGenerator('hammer.ts')
  try {
    const loadBefore = load()
    generator.say({ room, port: server.port, turns, turnMs, server: server.pid, postmaster } satisfies Hammering)
    const { grouped, plain, errors, losses } = await generator.heard<Hammered>()
    const savesPerSecond = Math.round(grouped.saves / grouped.seconds)
    const plainPgSavesPerSecond = Math.round(plain.saves / plain.seconds)
    return {
      savesPerSecond,
      plainPgSavesPerSecond,
      ratio: Math.round((100 * savesPerSecond) / plainPgSavesPerSecond) / 100,
      connections,
      errors,
      lost: losses.length,
      cpuUsPerSave: costOf(grouped),
      plainCpuUsPerSave: costOf(plain),
      loadBefore,
      loadAfter: load(),
    }
  } finally {
    generator.stop()
    await server.stop()
  }
}

const costOf = ({ saves, nodeMs, postgresMs }: Hammered['grouped']) => ({
  node: Math.round((nodeMs * 1000) / saves),
  postgres: Math.round((postgresMs * 1000) / saves),
})
