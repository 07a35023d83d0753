import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { projectRoot } from '../platform/project-root.ts'
import { readSecretFingerprint, refuseOtherSecret } from '../platform/secret-fingerprint.ts'
import { type CatalogueTable, plainTexts, quoted, readSequences, readTables } from './catalogue.ts'
import {
  type AppliedMigration,
  endOfRows,
  type Fingerprint,
  firstLine,
  formatVersion,
  type Header,
  lineOf,
} from './format.ts'
import { sealing } from './sealed.ts'

export type Progress = (said: { table: string; rows: number; isDone: boolean }) => void

type Backup = {
  url: string
  secret: string
  /** The other files of DATA_DIR: paths inside it. */
  files?: { folder: string; paths: readonly string[] } | undefined
  into: Writable
  onProgress?: Progress
}

/**
 * The whole installation as one file, from one read-only snapshot: all tables are of the same instant, and students can
 * go on answering meanwhile.
 */
export async function writeBackup({ url, secret, files, into, onProgress = () => undefined }: Backup) {
  const client = new pg.Client({ connectionString: url, application_name: 'bareme backup' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`begin isolation level repeatable read read only; ${plainTexts}`)
    await refuseOtherSecret(client, Buffer.from(secret))
    const head = await readHeader(client, secret)
    const text = textOf(client, { head, files, onProgress })
    const bytes = { written: 0 }
    await pipeline(Readable.from(text, { objectMode: false }), createGzip(), sealing(), counted(bytes), into)
    await client.query('commit')
    await noteBackup(client, bytes.written)
    return head
  } finally {
    await client.end()
  }
}

const counted = (bytes: { written: number }) =>
  async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      bytes.written += chunk.length
      yield chunk
    }
  }

/** For the page of the state of the service, and the alert when none was made for long. */
async function noteBackup(client: pg.Client, bytes: number) {
  // Absent from a database that this version has not served yet.
  if ((await readSecretFingerprint(client)) === null) return
  await client.query('update "Installation" set "lastBackupAt" = now(), "lastBackupBytes" = $1', [bytes])
}

type BackupText = Pick<Backup, 'files'> & { head: Header; onProgress: Progress }

async function* textOf(client: pg.Client, { head, files, onProgress }: BackupText): AsyncGenerator<Buffer> {
  yield Buffer.from(firstLine)
  yield lineOf(head)
  const tables: Record<string, Fingerprint> = {}
  for (const table of await readTables(client)) {
    yield lineOf({ kind: 'table', ...table })
    const count = counting((rows) => onProgress({ table: table.name, rows, isDone: false }))
    yield* count.through(rowsOf(client, table))
    yield endOfRows
    tables[table.name] = count.fingerprint()
    onProgress({ table: table.name, rows: count.fingerprint().rows, isDone: true })
  }
  // Read after the rows: a number used in between is at most skipped, never used twice.
  yield lineOf({ kind: 'sequences', sequences: await readSequences(client) })
  for (const path of files?.paths ?? []) {
    yield lineOf({ kind: 'file', path })
    yield* base64Lines(createReadStream(join(files?.folder ?? '', path)))
    yield endOfRows
  }
  yield lineOf({ kind: 'end', tables })
}

export const rowsOf = (client: pg.Client, { name, columns }: CatalogueTable): AsyncIterable<Buffer> =>
  client.query(copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`))

/** The number of rows and their SHA-256, which the restore compares. */
export function counting(onRows: (rows: number) => void = () => undefined) {
  const hash = createHash('sha256')
  let rows = 0
  let digest: string | undefined
  return {
    async *through(blocks: AsyncIterable<Buffer>) {
      for await (const block of blocks) {
        hash.update(block)
        for (let at = block.indexOf(10); at !== -1; at = block.indexOf(10, at + 1)) rows += 1
        onRows(rows)
        yield block
      }
    },
    fingerprint(): Fingerprint {
      digest ??= hash.digest('hex')
      return { rows, sha256: digest }
    },
  }
}

async function readHeader(client: pg.Client, secret: string): Promise<Header> {
  const { rows } = await client.query<{ takenAt: Date; postgres: string }>(
    `select now() as "takenAt", current_setting('server_version') as postgres`,
  )
  const { rows: migrations } = await client.query<AppliedMigration>(
    `select migration_name as name, checksum from _prisma_migrations
     where rolled_back_at is null and finished_at is not null order by migration_name`,
  )
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  return {
    format: 'bareme-backup',
    version: formatVersion,
    takenAt: (rows[0] as { takenAt: Date }).takenAt.toISOString(),
    bareme: version,
    postgres: rows[0]?.postgres ?? '',
    migrations,
    secret,
  }
}

/** Each line encodes whole triplets of bytes, so that the lines can be decoded one after the other. */
async function* base64Lines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const whole = Buffer.concat([pending, chunk])
    const usable = whole.length - (whole.length % 3)
    pending = whole.subarray(usable)
    if (usable > 0) yield Buffer.from(`${whole.toString('base64', 0, usable)}\n`)
  }
  if (pending.length > 0) yield Buffer.from(`${pending.toString('base64')}\n`)
}
