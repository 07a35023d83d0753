import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { CannotStart } from '../platform/cannot-start.ts'
import { lockMigrations, migrate, readMigrations, refuseOtherHistory } from '../platform/database/migrate.ts'
import {
  type CatalogueTable,
  dropEverything,
  loosen,
  plainTexts,
  quoted,
  readTables,
  type Sequences,
} from './catalogue.ts'
import type { Fingerprint, Header } from './format.ts'
import { type BackupReader, openBackup } from './read-backup.ts'
import { damaged, diskFull, notAllowed, notConfirmed, notEmpty, notOurs, serverRunning } from './refusals.ts'
import { counting, type Progress, rowsOf } from './write-backup.ts'

type Restore = {
  url: string
  source: AsyncIterable<Buffer>
  /** Called when the installation holds data; without it, or if it returns false, the data is left untouched. */
  mayReplace?: (held: string) => Promise<boolean>
  /** Writes the secret and the other files aside, and moves them into place once the database is committed. */
  keep: Keeper
  onProgress?: Progress
  /** How long to wait for servers that are stopping before refusing. */
  patienceMs?: number
}

export type Keeper = {
  secret(secret: string): Promise<void>
  file(path: string, bytes: AsyncIterable<Buffer>): Promise<void>
  commit(): Promise<void>
  /** After a failure, deletes the files that were written aside. */
  forget(): Promise<void>
}

/**
 * Restores all or nothing: tables are created, filled and read back in one transaction, committed only when every row
 * and every byte match the backup. Newer migrations then run, as at any start.
 */
export async function restoreBackup(restore: Restore) {
  const { url, source, mayReplace, keep, onProgress = () => undefined, patienceMs = 0 } = restore
  const reader = await openBackup(source)
  const client = new pg.Client({ connectionString: url, application_name: 'bareme restore' })
  client.on('error', () => undefined)
  try {
    refuseOtherHistory(readMigrations(), applied(reader.head))
    await keep.secret(reader.head.secret)
    await client.connect()
    await refuseWhileServing(client, patienceMs)
    await client.query(`begin; ${plainTexts}`)
    await lockMigrations(client)
    await makeRoom(client, mayReplace)
    const { tables, rows } = await fill(client, { reader, keep, onProgress })
    await client.query('commit')
    await keep.commit()
    // Ending the session releases the lock, which the migrations need next.
    await client.end()
    await migrate(url)
    return { head: reader.head, tables, rows }
  } catch (error) {
    await keep.forget()
    throw inWords(error)
  } finally {
    reader.close()
    // Without a commit, the database is unchanged.
    await client.end().catch(() => undefined)
  }
}

const applied = ({ migrations }: Header) =>
  new Map(migrations.map(({ name, checksum }) => [name, { checksum, isFinished: true }]))

async function refuseWhileServing(client: pg.Client, patienceMs: number) {
  const until = performance.now() + patienceMs
  // Outside a transaction, in which PostgreSQL would show the same list of connections for ever.
  while (await isServing(client)) {
    if (performance.now() >= until) throw serverRunning()
    await sleep(500)
  }
}

/** Whether a server holds connections to this database. */
export async function isServing(client: pg.Client) {
  const { rowCount } = await client.query(
    `select from pg_stat_activity
     where datname = current_database() and application_name = 'bareme'`,
  )
  return (rowCount ?? 0) > 0
}

/** Empties the schema; its content is only lost if the whole restore succeeds. */
async function makeRoom(client: pg.Client, mayReplace: Restore['mayReplace']) {
  const tables = await readTables(client)
  if (tables.length > 0 && !tables.some(({ name }) => name === '_prisma_migrations')) throw notOurs()
  const held = await whatIsThere(client, tables)
  if (held !== '' && !mayReplace) throw notEmpty(held)
  if (held !== '' && !(await mayReplace?.(held))) throw notConfirmed()
  await dropEverything(client)
}

async function whatIsThere(client: pg.Client, tables: readonly CatalogueTable[]) {
  const counts: [name: string, rows: number][] = []
  for (const { name } of tables.filter((table) => table.name !== '_prisma_migrations')) {
    const { rows } = await client.query<{ rows: number }>(`select count(*)::int as rows from ${quoted(name)}`)
    if (rows[0]?.rows) counts.push([name, rows[0].rows])
  }
  const shown = ['Course', 'Student', 'Exam', 'Attempt', 'Person'].flatMap((name) =>
    counts.filter(([table]) => table === name),
  )
  const said = (shown.length > 0 ? shown : counts).map(([name, rows]) => `${name} ${rows}`)
  return said.join(', ')
}

type Filling = { reader: BackupReader; keep: Keeper; onProgress: Progress }

async function fill(client: pg.Client, { reader, keep, onProgress }: Filling) {
  await makeTables(client, reader.head)
  const tighten = await loosen(client)
  const empty = new Map((await readTables(client)).map((table) => [table.name, table]))
  const filled: Record<string, Fingerprint> = {}
  const tables: CatalogueTable[] = []
  for (;;) {
    const next = await reader.next()
    switch (next.kind) {
      case 'table':
        if (!isSame(empty.get(next.name), next)) throw damaged()
        tables.push(next)
        filled[next.name] = await fillTable(client, { table: next, reader, onProgress })
        break
      case 'sequences':
        await setSequences(client, next.sequences)
        break
      case 'file':
        await keep.file(next.path, fromBase64(reader.rows()))
        break
      case 'end': {
        await reader.finish()
        if (!isEqual(filled, next.tables) || empty.size !== Object.keys(filled).length) throw damaged()
        await readBack(client, { tables, filled })
        await tighten()
        const rows = Object.values(filled).reduce((sum, one) => sum + one.rows, 0)
        return { tables: empty.size, rows }
      }
    }
  }
}

/** Creates the tables as in the version that made the backup, and the table of migrations as Prisma does. */
async function makeTables(client: pg.Client, { migrations }: Header) {
  const wanted = new Set(migrations.map(({ name }) => name))
  await client.query(`create table "_prisma_migrations" (
    "id" varchar(36) primary key not null, "checksum" varchar(64) not null, "finished_at" timestamptz,
    "migration_name" varchar(255) not null, "logs" text, "rolled_back_at" timestamptz,
    "started_at" timestamptz not null default now(), "applied_steps_count" integer not null default 0)`)
  for (const { name, sql } of readMigrations()) if (wanted.has(name)) await client.query(sql)
}

const isSame = (table: CatalogueTable | undefined, { columns }: { columns: readonly string[] }) =>
  table !== undefined && [...table.columns].sort().join('\n') === [...columns].sort().join('\n')

type Loading = { table: CatalogueTable; reader: BackupReader; onProgress: Progress }

async function fillTable(client: pg.Client, { table, reader, onProgress }: Loading) {
  const { name, columns } = table
  const count = counting((rows) => onProgress({ table: name, rows, isDone: false }))
  const into = client.query(copyFrom(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`))
  await pipeline(Readable.from(count.through(reader.rows()), { objectMode: false }), into)
  onProgress({ table: name, rows: count.fingerprint().rows, isDone: true })
  return count.fingerprint()
}

async function setSequences(client: pg.Client, sequences: Sequences) {
  for (const [name, { value, isCalled }] of Object.entries(sequences))
    await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), value, isCalled])
}

const isEqual = (filled: Record<string, Fingerprint>, expected: Record<string, Fingerprint>) =>
  Object.keys(expected).length === Object.keys(filled).length &&
  Object.entries(expected).every(
    ([name, { rows, sha256 }]) => filled[name]?.rows === rows && filled[name].sha256 === sha256,
  )

/** Checks that the restored data, read back, is byte for byte what was backed up. */
async function readBack(
  client: pg.Client,
  held: { tables: readonly CatalogueTable[]; filled: Record<string, Fingerprint> },
) {
  for (const table of held.tables) {
    const hash = createHash('sha256')
    for await (const rows of rowsOf(client, table)) hash.update(rows)
    if (hash.digest('hex') !== held.filled[table.name]?.sha256)
      throw new Error(`${table.name} does not read as it was written`)
  }
}

async function* fromBase64(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const block of lines)
    for (const line of block.toString('latin1').trimEnd().split('\n')) yield Buffer.from(line, 'base64')
}

/** Translates Postgres's errors for damaged rows: unreadable values, foreign keys without target. */
function inWords(error: unknown) {
  if (error instanceof CannotStart) return error
  const { code = '' } = error as { code?: string }
  if (code === '53100' || code === 'ENOSPC') return diskFull(error)
  if (code === '42501') return notAllowed(error)
  if (/^(22|23|42P01)/.test(code) || error instanceof RangeError) return damaged(error)
  return error
}
