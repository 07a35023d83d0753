import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { applyMigrations, type Migration } from '#prisma/schema-engine.ts'
import { CannotStart } from '../cannot-start.ts'
import { projectRoot } from '../project-root.ts'

const committed = join(projectRoot, 'prisma', 'migrations')

// Two arbitrary numbers for an advisory lock, the same on every server.
const lock = [0x6261_7265, 1]

/** Migrates the database to the schema of this version. Servers that start together wait for the first one. */
export async function migrate(url: string, folder = committed): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'bareme migrate' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await lockMigrations(client)
    const migrations = readMigrations(folder)
    const applied = await readApplied(client)
    refuseOtherHistory(migrations, applied)
    if (migrations.every(({ name }) => applied.has(name))) return []
    return await apply(url, migrations)
  } finally {
    // Ending the session releases the lock.
    await client.end()
  }
}

/** Held until the session ends, so that only one process creates or migrates the tables. */
export const lockMigrations = (client: pg.Client) => client.query('select pg_advisory_lock($1, $2)', lock)

export function readMigrations(folder = committed): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
  return names.map((name) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
}

type Applied = Map<string, { checksum: string; isFinished: boolean }>

async function readApplied(client: pg.Client): Promise<Applied> {
  const { rows: tables } = await client.query<{ found: string | null }>(
    `select to_regclass('_prisma_migrations') found`,
  )
  if (!tables[0]?.found) return new Map()
  const { rows } = await client.query<{ name: string; checksum: string; isFinished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as "isFinished"
     from _prisma_migrations where rolled_back_at is null`,
  )
  return new Map(rows.map(({ name, checksum, isFinished }) => [name, { checksum, isFinished }]))
}

/** Refuses a database with migrations this version does not have, because a guess could destroy data. */
export function refuseOtherHistory(migrations: Migration[], applied: Applied) {
  const known = new Map(migrations.map(({ name, sql }) => [name, createHash('sha256').update(sql).digest('hex')]))
  for (const [name, { checksum, isFinished }] of applied) {
    if (!isFinished) throw new CannotStart(half(name))
    if (!known.has(name)) throw new CannotStart(newer(name))
    if (known.get(name) !== checksum) throw new CannotStart(edited(name))
  }
}

async function apply(url: string, migrations: Migration[]) {
  const pool = new pg.Pool({ connectionString: url, max: 1, allowExitOnIdle: true })
  pool.on('error', () => undefined)
  try {
    return await applyMigrations(wholeScripts(pool), migrations)
  } finally {
    await pool.end()
  }
}

/**
 * Sends scripts whole, because the adapter splits them at every semicolon, even inside a function. A script sent whole
 * is one transaction, so a failed migration leaves nothing behind.
 */
function wholeScripts(pool: pg.Pool) {
  const factory = new PrismaPg(pool)
  return Object.assign(factory, {
    connect: async () => {
      const adapter = await PrismaPg.prototype.connect.call(factory)
      return Object.assign(adapter, { executeScript: async (script: string) => void (await pool.query(script)) })
    },
  })
}

const half = (name: string) => ({
  french: `La mise à jour « ${name} » de la base s'est arrêtée au milieu. Restaurez la sauvegarde faite avant, puis relancez.`,
  english: `The database update "${name}" stopped half way. Restore the backup made before it, then start again.`,
})
const newer = (name: string) => ({
  french: `La base vient d'une version plus récente de Barème (« ${name} » y est inconnue ici). Installez cette version.`,
  english: `The database comes from a newer version of Barème ("${name}" is unknown here). Install that version.`,
})
const edited = (name: string) => ({
  french: `La mise à jour « ${name} » n'est pas celle que cette base a reçue. Utilisez la version de Barème qui l'a créée, ou un autre DATA_DIR.`,
  english: `The update "${name}" is not the one this database received. Use the version of Barème that made it, or another DATA_DIR.`,
})
