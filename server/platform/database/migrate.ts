import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { projectRoot } from '../project-root.ts'
import { isDatabaseAway } from '../refusals.ts'

type Finish = <T>(work: Promise<T>) => Promise<T>
export type Migration = { name: string; sql: string }

const committed = join(projectRoot, 'prisma', 'migrations')

// Two arbitrary numbers for an advisory lock, the same on every server.
const lock = [0x6261_7265, 1]

/**
 * Migrates the database to the schema of this version; returns the names of what it ran. Servers that start together
 * wait for the first one. `finish` is told of each migration under way, so that nothing ends the process meanwhile.
 */
export async function migrate(url: string, folder = committed, finish: Finish = (work) => work): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'bareme migrate' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await lockMigrations(client)
    await client.query(history)
    await settleInterrupted(client)
    const migrations = readMigrations(folder)
    const applied = await readApplied(client)
    const waiting = migrations.filter(({ name }) => !applied.has(name))
    // Of a newer version, all of ours and more: what is more may stay, when what this version needs is there.
    const isNewer = waiting.length === 0 && applied.size > migrations.length
    refuseOtherHistory(migrations, applied, { isNewerAllowed: isNewer })
    for (const migration of waiting) await finish(applyAgain(client, migration))
    // Loaded here, because it reads the client, which the test command makes after it was loaded itself.
    if (isNewer) await (await import('./refuse-missing.ts')).refuseMissing(client)
    return waiting.map(({ name }) => name)
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
  const { rows } = await client.query<{ name: string; checksum: string; isFinished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as "isFinished"
     from _prisma_migrations where rolled_back_at is null`,
  )
  return new Map(rows.map(({ name, checksum, isFinished }) => [name, { checksum, isFinished }]))
}

/** Refuses a database with migrations this version does not have, because a guess could destroy data. */
export function refuseOtherHistory(migrations: Migration[], applied: Applied, { isNewerAllowed = false } = {}) {
  const known = new Map(migrations.map(({ name, sql }) => [name, checksumOf(sql)]))
  for (const [name, { checksum, isFinished }] of applied) {
    if (!isFinished) throw new CannotStart(half(name))
    if (!known.has(name) && isNewerAllowed) continue
    if (!known.has(name)) throw new CannotStart(newer(name))
    if (known.get(name) !== checksum) throw new CannotStart(edited(name))
  }
}

/** Students may be saving meanwhile: one that Postgres undid to end a deadlock with them is run again. */
async function applyAgain(client: pg.Client, migration: Migration, again = 10): Promise<void> {
  try {
    await apply(client, migration)
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string }
    if (code !== '40P01' || again === 0) throw error
    await applyAgain(client, migration, again - 1)
  }
}

/** One transaction with its line of history: a process killed at any moment leaves nothing of it. */
async function apply(client: pg.Client, { name, sql }: Migration) {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values (gen_random_uuid()::text, $1, $2, now(), clock_timestamp(), 1)`,
      [checksumOf(sql), name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    // Without the database, the next start does it again.
    if (isDatabaseAway(error as Error)) throw error
    throw new CannotStart(failed(name, (error as Error).message), { cause: error })
  }
}

/**
 * Earlier versions wrote the start of a migration before running it, so one that was killed left a line without end.
 * Its script was one transaction: either it was counted, and is done, or it is run again.
 */
async function settleInterrupted(client: pg.Client) {
  await client.query(`update _prisma_migrations set finished_at = now()
    where finished_at is null and rolled_back_at is null and applied_steps_count > 0`)
  await client.query(`update _prisma_migrations set rolled_back_at = now()
    where finished_at is null and rolled_back_at is null`)
}

const checksumOf = (sql: string) => createHash('sha256').update(sql).digest('hex')

/** The table that `prisma migrate deploy` keeps, so that either may migrate. */
const history = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`

const half = (name: string) => ({
  french: `La mise à jour « ${name} » de la base s'est arrêtée au milieu. Restaurez la sauvegarde faite avant, puis relancez.`,
  english: `The database update "${name}" stopped half way. Restore the backup made before it, then start again.`,
})
const failed = (name: string, reason: string) => ({
  french: `La mise à jour « ${name} » de la base a échoué, rien n'en reste : ${reason}${/already exists/.test(reason) ? ' (cela existe déjà : elle avait peut-être été faite sans être notée. Restaurez la sauvegarde faite avant.)' : ''}`,
  english: `The database update "${name}" failed, nothing of it remains: ${reason}${/already exists/.test(reason) ? ' (it may have been done without being recorded: restore the backup made before it.)' : ''}`,
})
const newer = (name: string) => ({
  french: `La base vient d'une version plus récente de Barème (« ${name} » y est inconnue ici). Installez cette version.`,
  english: `The database comes from a newer version of Barème ("${name}" is unknown here). Install that version.`,
})
const edited = (name: string) => ({
  french: `La mise à jour « ${name} » n'est pas celle que cette base a reçue. Utilisez la version de Barème qui l'a créée, ou un autre DATA_DIR.`,
  english: `The update "${name}" is not the one this database received. Use the version of Barème that made it, or another DATA_DIR.`,
})
