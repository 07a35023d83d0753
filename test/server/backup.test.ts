import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkReceipt } from '#contract/attempts/monitor.ts'
import { listMyExams } from '#contract/attempts/my-exams.ts'
import { signInStudent } from '#contract/auth/auth.ts'
import { afterStart } from '#server/after-start.ts'
import { buildApp } from '#server/app.ts'
import { readReceipt } from '#server/attempts/sitting/receipt.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { readTables } from '#server/backup/catalogue.ts'
import { otherFiles } from '#server/backup/installation.ts'
import { keepFiles } from '#server/backup/keep-files.ts'
import { openBackup } from '#server/backup/read-backup.ts'
import { restoreBackup } from '#server/backup/restore-backup.ts'
import { writeBackup } from '#server/backup/write-backup.ts'
import { connect } from '#server/platform/database/connect.ts'
import { readEnvironment } from '#server/platform/env.ts'
import { keepFingerprint } from '#server/platform/secret-fingerprint.ts'
import { startSession } from '#server/platform/sessions.ts'
import { emptyDatabase } from '#test/setup/template-database.ts'
import { createWorld, type World } from '#test/setup/world.ts'

let world: World
let url: string
let folder: string
let backup: Buffer
const secret = Buffer.alloc(32, 7).toString('latin1')
const image = Buffer.from(Array.from({ length: 10_001 }, (_, index) => index % 251))

beforeAll(async () => {
  world = await createWorld()
  await afterStart(world.deps, { origin: 'http://localhost', demo: true })
  const { options } = world.pool as unknown as { options: { connectionString: string } }
  url = options.connectionString
  folder = await mkdtemp(join(tmpdir(), 'bareme-backup-'))
  await mkdir(join(folder, 'images/2026'), { recursive: true })
  await writeFile(join(folder, 'images/2026/schéma.png'), image)
  await writeFile(join(folder, 'secret'), 'not-this-one')
  backup = await take()
}, 120_000)
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

async function take() {
  const chunks: Buffer[] = []
  const into = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  await writeBackup({ url, secret, files: await otherFiles(folder), into })
  return Buffer.concat(chunks)
}

async function everyTable(address: string) {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  const held: Record<string, string[]> = {}
  for (const { name, columns } of await readTables(client)) {
    const list = columns.map((column) => `"${column}"::text`).join(', ')
    const { rows } = await client.query({ text: `select ${list} from "${name}"`, rowMode: 'array' })
    held[name] = rows.map((row) => JSON.stringify(row))
  }
  const shape = await client.query(
    `select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid)) as said
     from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'i', 'S') and a.attnum > 0
     union all select format('%s %s', conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace
     union all select format('%s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
     union all select format('%s %s', sequencename, last_value) from pg_sequences where schemaname = 'public'
     order by said`,
  )
  await client.end()
  return { held, shape: shape.rows.map(({ said }) => said as string) }
}

const empties: Awaited<ReturnType<typeof emptyDatabase>>[] = []
afterAll(() => Promise.all(empties.map(({ drop }) => drop())))
async function empty() {
  const made = await emptyDatabase(`backup_${empties.length}`)
  empties.push(made)
  return made.url
}

async function fresh() {
  const dataDir = await mkdtemp(join(tmpdir(), 'bareme-restored-'))
  return { dataDir, keep: keepFiles(readEnvironment({ DATA_DIR: dataDir })) }
}
const source = (bytes: Buffer) => Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)], { objectMode: false })
const rowsIn = async (address: string) => Object.values((await everyTable(address)).held).flat().length

describe('a whole installation', () => {
  it('comes back into an empty one, every table byte for byte, with its keys, its files and its structure', async () => {
    const target = await empty()
    const { dataDir, keep } = await fresh()
    const done = await restoreBackup({ url: target, source: source(backup), keep })

    const [before, after] = [await everyTable(url), await everyTable(target)]
    expect(Object.keys(before.held).length).toBeGreaterThan(30)
    for (const [name, rows] of Object.entries(before.held)) expect(after.held[name], name).toEqual(rows)
    expect(after).toEqual(before)
    expect(done).toMatchObject({
      tables: Object.keys(before.held).length,
      rows: Object.values(before.held).flat().length,
    })

    expect((await readFile(join(dataDir, 'secret'), 'utf8')).trim()).toBe(secret)
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(dataDir, 'images/2026/schéma.png'))).toEqual(image)
    await rm(dataDir, { recursive: true })
  })

  it('lets its students and trainers sign in again, keeps their sessions, and verifies a receipt given before', async () => {
    const course = await world.db.course.findFirstOrThrow()
    const nadia = await world.staff('Nadia', { course, role: 'owner' })
    const attempt = await world.db.attempt.findFirstOrThrow({
      where: { status: 'submitted', exam: { status: 'released' } },
    })
    const receipt = await readReceipt(world.deps, {
      ...{ attemptId: attempt.id, studentId: attempt.studentId },
      origin: 'http://localhost',
    })
    const { token } = await startSession(world.deps, { studentId: attempt.studentId, userAgent: '' })
    const code = 'ABCD-EFGH'
    await world.db.student.update({
      where: { id: attempt.studentId },
      data: { codeHash: hashAccessCode(world.deps, { courseId: course.id, code: code.replace('-', '') }) },
    })

    const target = await empty()
    const { dataDir, keep } = await fresh()
    await restoreBackup({ url: target, source: source(await take()), keep })
    const kept = Buffer.from((await readFile(join(dataDir, 'secret'), 'utf8')).slice(0, -1), 'latin1')
    const database = connect(target)
    const deps = { ...world.deps, pool: database.pool, db: database.db, secret: kept }
    const app = await buildApp(deps)
    const elsewhere = { ...world, deps, app }
    const ask = async (cookie: string, method: 'GET' | 'POST', address: string, payload?: object) =>
      elsewhere.app.inject({
        method,
        url: address,
        headers: { host: 'localhost', origin: 'http://localhost' },
        cookies: { bareme: cookie },
        ...(payload ? { payload } : {}),
      })
    expect((await ask(token, 'GET', listMyExams.path)).statusCode).toBe(200)
    const checked = await ask(
      nadia.token,
      checkReceipt.method as 'POST',
      checkReceipt.path.replace(':courseId', course.id),
      { code: receipt.code },
    )
    expect(checked.json()).toMatchObject({ matches: [{ attemptId: attempt.id, isIntact: true }] })
    const exam = await world.db.exam.findUniqueOrThrow({ where: { id: attempt.examId } })
    const signedIn = await ask('', 'POST', signInStudent.path, { joinCode: exam.joinCode, personalCode: code })
    expect(signedIn.statusCode).toBe(200)
    await app.close()
    await database.close()
    await rm(dataDir, { recursive: true })
  })

  it('is one instant, whatever students write while it is being read', async () => {
    const attempt = await world.db.attempt.findFirstOrThrow({ where: { status: 'submitted' } })
    const line = { attemptId: attempt.id, at: world.now(), type: 'note', actorName: 'Nadia' }
    let isWriting = true
    const writing = (async () => {
      while (isWriting) {
        const [{ id } = { id: 0n }] = await world.db.attemptEvent.createManyAndReturn({ data: [line] })
        // The same transaction says it twice: in a copy of one instant, both or none.
        await world.db.$transaction([
          world.db.attemptEvent.create({ data: { ...line, type: `pair ${id}` } }),
          world.db.auditLine.create({ data: { actorName: 'Nadia', action: 'pair', subject: `pair ${id}` } }),
        ])
      }
    })()
    const taken = await take()
    isWriting = false
    await writing
    const target = await empty()
    const { dataDir, keep } = await fresh()
    await restoreBackup({ url: target, source: source(taken), keep })
    const { held } = await everyTable(target)
    const pairs = (table: string) => (held[table] ?? []).flatMap((row) => /pair \d+/.exec(row)?.[0] ?? []).sort()
    expect(pairs('AttemptEvent')).toEqual(pairs('AuditLine'))
    // And what is written next does not take a number twice.
    const database = connect(target)
    await database.db.attemptEvent.create({ data: line })
    await database.close()
    await rm(dataDir, { recursive: true })
  })
})

describe('what is not whole is refused, and nothing is written', () => {
  it('one byte changed anywhere', async () => {
    const target = await empty()
    const { dataDir, keep } = await fresh()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: backup.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const changed = Buffer.from(backup)
          changed[at] = (changed[at] ?? 0) ^ by
          await expect(restoreBackup({ url: target, source: source(changed), keep })).rejects.toThrow(
            /abîmé|n’est pas une sauvegarde/,
          )
        },
      ),
      { numRuns: 12 },
    )
    expect(await rowsIn(target)).toBe(0)
    expect(await otherFiles(dataDir)).toMatchObject({ paths: [] })
    await expect(stat(join(dataDir, 'secret'))).rejects.toThrow()
  })

  it('a file cut short, one with something behind it, and one that is something else', async () => {
    const target = await empty()
    const { keep } = await fresh()
    const restore = (bytes: Buffer) => restoreBackup({ url: target, source: source(bytes), keep })
    await expect(restore(backup.subarray(0, backup.length - 1))).rejects.toThrow(/abîmé/)
    await expect(restore(backup.subarray(0, backup.length >> 1))).rejects.toThrow(/abîmé/)
    await expect(restore(Buffer.concat([backup, Buffer.from('x')]))).rejects.toThrow(/abîmé/)
    await expect(restore(Buffer.concat([backup, backup]))).rejects.toThrow(/abîmé/)
    await expect(restore(gzipSync('select 1;\n'))).rejects.toThrow(/n’est pas une sauvegarde/)
    await expect(restore(Buffer.from('PK\u0003\u0004'))).rejects.toThrow(/n’est pas une sauvegarde/)
    await expect(restore(Buffer.alloc(0))).rejects.toThrow(/n’est pas une sauvegarde/)
    expect(await rowsIn(target)).toBe(0)
  })

  it('a version of Barème this one does not know', async () => {
    const target = await empty()
    const { keep } = await fresh()
    const newer = connect(url)
    await newer.pool.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name) values ('x', 'y', now(), '29991231000000_later')`,
    )
    const taken = await take()
    await newer.pool.query(`delete from _prisma_migrations where id = 'x'`)
    await newer.close()
    await expect(restoreBackup({ url: target, source: source(taken), keep })).rejects.toThrow(/version plus récente/)
    expect(await rowsIn(target)).toBe(0)
  })
})

describe('an installation that holds something', () => {
  it('is left alone without --replace, and when the question is answered no', async () => {
    const target = await empty()
    const { keep } = await fresh()
    await restoreBackup({ url: target, source: source(backup), keep })
    const before = await everyTable(target)
    await expect(restoreBackup({ url: target, source: source(backup), keep })).rejects.toThrow(/n’est pas vide.*Exam 2/)
    const mayReplace = async () => false
    await expect(restoreBackup({ url: target, source: source(backup), keep, mayReplace })).rejects.toThrow(/confirmé/)
    expect(await everyTable(target)).toEqual(before)
  })

  it('is replaced when it is confirmed, and keeps everything when the file turns out damaged', async () => {
    const target = await empty()
    const { keep } = await fresh()
    await restoreBackup({ url: target, source: source(backup), keep })
    const database = connect(target)
    await database.db.course.create({ data: { slug: 'autre', title: 'Autre' } })
    await database.close()
    const before = await everyTable(target)
    const mayReplace = async () => true
    const cut = backup.subarray(0, backup.length - 100)
    await expect(restoreBackup({ url: target, source: source(cut), keep, mayReplace })).rejects.toThrow(/abîmé/)
    expect(await everyTable(target)).toEqual(before)

    await restoreBackup({ url: target, source: source(backup), keep, mayReplace })
    expect((await everyTable(target)).held['Course']?.join()).not.toContain('Autre')
  })

  it('is not touched while Barème serves it', async () => {
    const mayReplace = async () => true
    const { keep } = await fresh()
    // A server asks its database something every three seconds.
    await world.db.course.count()
    await expect(restoreBackup({ url, source: source(backup), keep, mayReplace })).rejects.toThrow(/Arrêtez-le/)
  })

  it('waits, when asked, for servers that are leaving', async () => {
    const target = await empty()
    const { keep } = await fresh()
    const leaving = new pg.Client({ connectionString: target, application_name: 'bareme' })
    await leaving.connect()
    const restoring = restoreBackup({ url: target, source: source(backup), keep, patienceMs: 60_000 })
    const seen = `select from pg_stat_activity where application_name = 'bareme restore' and state = 'idle'`
    await expect.poll(async () => (await leaving.query(seen)).rowCount, { interval: 20, timeout: 10_000 }).toBe(1)
    await leaving.end()
    expect((await restoring).tables).toBeGreaterThan(10)
  })

  it('that belongs to another program is never touched', async () => {
    const target = await empty()
    const { keep } = await fresh()
    const client = new pg.Client({ connectionString: target })
    await client.connect()
    await client.query('create table facture (id int)')
    await client.end()
    const mayReplace = async () => true
    await expect(restoreBackup({ url: target, source: source(backup), keep, mayReplace })).rejects.toThrow(
      /autre logiciel/,
    )
  })
})

it('refuses a file whose secret is not the one the installation was given', async () => {
  const target = await empty()
  const keep = keepFiles(readEnvironment({ SECRET: 'x'.repeat(40), DATA_DIR: '/nonexistent' }))
  await expect(restoreBackup({ url: target, source: source(backup), keep })).rejects.toThrow(/--secret/)
})

it('can be read by eye', async () => {
  const path = join(folder, 'sauvegarde-test.gz')
  await writeFile(path, backup)
  const { head, close } = await openBackup(createReadStream(path))
  expect(head).toMatchObject({ format: 'bareme-backup', version: 1, secret })
  expect(head.migrations.length).toBeGreaterThan(0)
  close()
  await rm(path)
})

it('notes when the last one was made, and writes none with a secret that is not the one of the database', async () => {
  await keepFingerprint(world.pool, Buffer.from(secret))
  const { length } = await take()
  const { rows } = await world.pool.query('select "lastBackupBytes"::int as bytes from "Installation"')
  expect(rows).toEqual([{ bytes: length }])
  const into = new Writable({ write: (_chunk, _encoding, done) => done() })
  await expect(writeBackup({ url, secret: 'x'.repeat(40), into })).rejects.toThrow(/secret -- accept/)
})
