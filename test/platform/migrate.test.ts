import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { fromEmpty } from '#prisma/migration-sql.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import { migrate, readMigrations } from '#server/platform/database/migrate.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { startProcess, temporaryFolder } from '../setup/process.ts'
import { emptyDatabase } from '../setup/template-database.ts'

const databases: Awaited<ReturnType<typeof emptyDatabase>>[] = []
async function makeDatabase(suffix: string) {
  const database = await emptyDatabase(suffix)
  databases.push(database)
  return database.url
}
afterAll(async () => {
  for (const database of databases) await database.drop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const names = readMigrations(join(projectRoot, 'prisma/migrations')).map(({ name }) => name)
const source = (file: string) => readFileSync(join(projectRoot, 'prisma', file), 'utf8')

describe('migrate', () => {
  it('applies everything once, then nothing', async () => {
    const url = await makeDatabase('twice')
    expect(await migrate(url)).toEqual(names)
    expect(await migrate(url)).toEqual([])
  })

  it('lets several replicas start together', async () => {
    const url = await makeDatabase('together')
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url)))
    expect(applied.flat()).toEqual(names)
  })

  it('leads to the schema that is written, no more and no less', async () => {
    const [migrated, built] = [await makeDatabase('migrated'), await makeDatabase('built')]
    await migrate(migrated)
    await query(built, await fromEmpty(source('schema.prisma'), source('after.sql')))
    expect(await catalogue(migrated)).toEqual(await catalogue(built))
  })

  it('keeps beside the last migration the schema it leads to', () => {
    const last = `migrations/${names.at(-1)}`
    expect(source(`${last}/schema.prisma`)).toBe(source('schema.prisma'))
    expect(source(`${last}/after.sql`)).toBe(source('after.sql'))
  })

  it('leaves nothing of a migration that fails, and says so', async () => {
    const url = await makeDatabase('half')
    const folder = migrations({
      '1_good': 'create table kept (id int);',
      '2_bad': 'create table lost (id int); select 1/0;',
    })
    await expect(migrate(url, folder)).rejects.toThrow()
    const { rows } = await query(url, `select relname from pg_class where relname in ('kept', 'lost')`)
    expect(rows).toEqual([{ relname: 'kept' }])
    const { rows: history } = await query(url, 'select migration_name as name from _prisma_migrations')
    expect(history).toEqual([{ name: '1_good' }])
    await expect(migrate(url, folder)).rejects.toThrow(/2_bad/)
  })

  it('goes on after a migration whose process was killed', async () => {
    const url = await makeDatabase('killed')
    // Waits only while the table says so: the text of a migration never changes.
    const folder = migrations({
      '1_good': 'create table waits (seconds int); insert into waits values (60);',
      '2_long': 'create table later (id int); select pg_sleep(seconds) from waits;',
    })
    const interrupted = migrate(url, folder).then(
      () => false,
      () => true,
    )
    const killed = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep(seconds) from waits%' and pid <> pg_backend_pid()`
    while (!(await query(url, killed)).rowCount);
    expect(await interrupted).toBe(true)
    await query(url, 'update waits set seconds = 0')
    expect(await migrate(url, folder)).toEqual(['2_long'])
    expect((await query(url, `select finished_at is not null as done from _prisma_migrations`)).rows).toEqual([
      { done: true },
      { done: true },
    ])
  })

  // Versions before this one wrote the start of a migration on its own.
  it('recognises one that an earlier version left half written in the history', async () => {
    const files = { '1_good': 'create table kept (id int);', '2_next': 'create table next (id int);' }
    const unfinished = (steps: number) =>
      `update _prisma_migrations set finished_at = null, applied_steps_count = ${steps} where migration_name = '2_next'`

    const rolledBack = await makeDatabase('rolled_back')
    await migrate(rolledBack, migrations(files))
    await query(rolledBack, `${unfinished(0)}; drop table next`)
    expect(await migrate(rolledBack, migrations(files))).toEqual(['2_next'])

    const done = await makeDatabase('done')
    await migrate(done, migrations(files))
    await query(done, unfinished(1))
    expect(await migrate(done, migrations(files))).toEqual([])
    expect(await migrate(done, migrations(files))).toEqual([])

    const unclear = await makeDatabase('unclear')
    await migrate(unclear, migrations(files))
    await query(unclear, unfinished(0))
    await expect(migrate(unclear, migrations(files))).rejects.toThrow(/2_next.*existe déjà/s)
  })

  it('runs on the database of the next version, when all it needs is there', async () => {
    const url = await makeDatabase('next')
    await migrate(url)
    await query(
      url,
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         values ('next', 'next', '29990101000000_next', now(), now(), 1);
       alter table "Course" add column "nextYear" text, add column "copies" int not null default 0;
       create table "Next" (id int primary key)`,
    )
    expect(await migrate(url)).toEqual([])
    await query(url, 'alter table "Course" add column "strict" text not null')
    await expect(migrate(url)).rejects.toThrow(/Course\.strict/)
    await query(url, 'alter table "Course" drop column "strict", drop column "summary"')
    await expect(migrate(url)).rejects.toThrow(/Course\.summary/)
    await query(
      url,
      `alter table "Course" add column summary text; alter type "CourseRole" rename value 'owner' to 'lead'`,
    )
    await expect(migrate(url)).rejects.toThrow(/CourseRole\.owner/)
  })

  it('refuses a database whose past is another', async () => {
    const url = await makeDatabase('other')
    await migrate(url, migrations({ '1_one': 'create table one (id int);' }))
    await expect(migrate(url, migrations({ '1_one': 'create table uno (id int);' }))).rejects.toThrow(CannotStart)
    await expect(migrate(url, migrations({ '0_zero': 'create table zero (id int);' }))).rejects.toThrow(/plus récente/)
  })
})

describe('the command that only migrates', () => {
  const command = (env: NodeJS.ProcessEnv, args: string[] = []) =>
    startProcess({ PORT: '0', ...env }, 'server/migrate-command.ts', args)

  it('applies everything and ends, needs neither a secret nor a folder, and does nothing the second time', async () => {
    const url = await makeDatabase('command')
    const { folder, remove } = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const env = { DATABASE_URL: url, DATA_DIR: join(folder, 'file', 'no-folder') }
    const first = command(env)
    expect(await first.ended).toEqual({ code: 0, signal: null })
    expect(first.output()).toMatch(new RegExp(`appliquées : ${names.length}.*applied: ${names.length}`, 's'))
    const { rows } = await query(url, 'select count(*)::int as done from _prisma_migrations')
    expect(rows).toEqual([{ done: names.length }])
    const second = command(env)
    expect(await second.ended).toEqual({ code: 0, signal: null })
    expect(second.output()).toMatch(/déjà à jour.*already up to date/s)
    remove()
  })

  it('says what is wrong in a sentence, and fails', async () => {
    const away = command({
      DATABASE_URL: 'postgresql://bareme:hunter2@nowhere.invalid:1/x?connect_timeout=1',
      PORT: 'x',
    })
    const unknown = command({}, ['--lan'])
    expect((await away.ended).code).toBe(1)
    expect(away.output()).toMatch(/^\s+Réglages à corriger/)
    expect((await unknown.ended).code).toBe(2)
    expect(unknown.output()).toMatch(/npm run migrate/)
  })

  it('finishes the migration under way when asked to end, and fails when others are left', async () => {
    const url = await makeDatabase('command_sigterm')
    const [client, observer] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })]
    await Promise.all([client.connect(), observer.connect()])
    // The first migration waits for this name.
    await client.query('begin; create table "Person" (id int)')
    const running = command({ DATABASE_URL: url })
    const waiting = `select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'bareme migrate' and wait_event_type = 'Lock'`
    while (!(await observer.query(waiting)).rowCount);
    running.child.kill('SIGTERM')
    // Gone through by the process once it answers to the signal.
    await sleep(200)
    expect(running.child.exitCode).toBeNull()
    await client.query('rollback')
    expect(await running.ended).toEqual({ code: 1, signal: null })
    expect(running.output()).toMatch(/Relancez la commande/)
    const { rows } = await query(url, 'select finished_at is not null as done from _prisma_migrations')
    expect(rows.every(({ done }) => done)).toBe(true)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(names.length)
    await Promise.all([client.end(), observer.end()])
  })
})

describe('the migration that gave choices opaque ids', () => {
  it('leaves the copies already started to the letters their pages know, and those alone', async () => {
    const url = await makeDatabase('letters')
    const at = names.findIndex((name) => name.endsWith('choices_have_opaque_ids'))
    const sqlOf = (name: string) => [name, source(`migrations/${name}/migration.sql`)]
    await migrate(url, migrations(Object.fromEntries(names.slice(0, at).map(sqlOf))))
    await query(
      url,
      `with course as (insert into "Course" (id, slug, title) values (gen_random_uuid(), 'c', 'C') returning id),
       exam as (insert into "Exam" (id, "courseId", title, "joinCode", "limitMinutes", blueprint, seed, scale, "markRule", release)
         select gen_random_uuid(), id, 'E', 'ABC234', 60, '{}', 's', '{}', '{}', '{}' from course returning id),
       student as (insert into "Student" (id, "courseId", "familyName", "givenName")
         select gen_random_uuid(), course.id, name, '' from course, unnest('{started,closed,ready}'::text[]) name
         returning id, "familyName" as name)
       insert into "Attempt" (id, "examId", "studentId", status, seed, paper, "startedAt")
       select gen_random_uuid(), exam.id, student.id,
         case name when 'ready' then 'ready' when 'closed' then 'submitted' else 'in_progress' end::"AttemptStatus",
         name, '[]', case when name <> 'ready' then now() end from exam, student`,
    )
    await migrate(url)
    const { rows } = await query(url, `select seed from "Attempt" where "isLettered" order by seed`)
    expect(rows.map(({ seed }) => seed)).toEqual(['closed', 'started'])
  })
})

const folders: string[] = []

function migrations(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'bareme-migrations-'))
  folders.push(folder)
  for (const [name, sql] of Object.entries(files)) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'migration.sql'), sql)
  }
  return folder
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query<Record<string, unknown>>(sql)
  } finally {
    await client.end()
  }
}

/** Everything a migration can make, in words two databases can be compared by. */
async function catalogue(url: string) {
  const { rows } = await query(
    url,
    `select line from (
       select format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                     pg_get_expr(d.adbin, d.adrelid)) line
       from pg_attribute a join pg_class c on c.oid = a.attrelid
       left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
       union all select format('options %s %s', relname, reloptions) from pg_class
         where relnamespace = 'public'::regnamespace and relkind = 'r'
       union all select indexdef from pg_indexes where schemaname = 'public'
       union all select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
         where connamespace = 'public'::regnamespace
       union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
       union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
       union all select format('enum %s %s', enumtypid::regtype, string_agg(enumlabel, ',' order by enumsortorder))
         from pg_enum group by enumtypid
     ) lines where line not like '%_prisma_migrations%' order by line`,
  )
  return rows.map(({ line }) => line)
}
