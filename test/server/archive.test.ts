import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportArchive, previewArchive, restoreArchive } from '#contract/exports/archives.ts'
import { previewCorrection, recordCorrection } from '#contract/grading/corrections.ts'
import { getStatistics } from '#contract/statistics/statistics.ts'
import { afterStart } from '#server/after-start.ts'
import { buildApp } from '#server/app.ts'
import { archivedTables, leftOut, rowsQuery } from '#server/exports/archive/archived-tables.ts'
import { foreignRow } from '#server/exports/archive/foreign-rows.ts'
import { manifest as manifestShape, signed } from '#server/exports/archive/manifest.ts'
import { loose, whoColumns } from '#server/exports/archive/refuse-strangers.ts'
import { readRow, rowShapes } from '#server/exports/archive/row-shapes.ts'
import { runJobs } from '#server/jobs.ts'
import { connect } from '#server/platform/database/connect.ts'
import { migrate } from '#server/platform/database/migrate.ts'
import { startSession } from '#server/platform/sessions.ts'
import { unzip } from '#server/platform/unzip.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { keepImages } from '#server/questions/images/keep-images.ts'
import { type KeptImage, readImage } from '#server/questions/images/read-image.ts'
import { png } from '#test/setup/images.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { emptyDatabase } from '#test/setup/template-database.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

const drawing = readImage(png({ seed: 3 })) as KeptImage
let world: World
let course: { id: string }
let owner: Someone
let exam: { id: string; joinCode: string }
let archive: Buffer
const shelf: (() => Promise<void>)[] = []

beforeAll(async () => {
  world = await createWorld()
  await afterStart(world.deps, { origin: 'http://localhost', demo: true })
  course = await world.db.course.findFirstOrThrow()
  owner = await world.staff('Nadia', { course, role: 'owner' })
  exam = await world.db.exam.findFirstOrThrow({ where: { status: 'released' } })
  await enrich()
  archive = await take(exam.id)
}, 180_000)
afterAll(async () => {
  for (const close of shelf) await close()
  await world.close()
})

/** Something in every table: a contestation, a correction, a message read, an absence, an incident, a late answer. */
async function enrich() {
  const { db, ask } = world
  const params = { courseId: course.id, examId: exam.id }
  const questions = await db.examQuestion.findMany({ where: { examId: exam.id }, orderBy: { position: 'asc' } })
  const attempt = await db.attempt.findFirstOrThrow({ where: { examId: exam.id, markedAt: { not: null } } })
  await db.exam.update({ where: { id: exam.id }, data: { contestableUntil: new Date(world.now().getTime() + 8.64e7) } })
  const student = await db.student.findUniqueOrThrow({ where: { id: attempt.studentId } })
  await db.contestation.create({
    data: { attemptId: attempt.id, questionId: questions[1]?.id ?? '', reason: 'Relire', createdAt: world.now() },
  })
  const change = {
    change: { kind: 'neutralise' as const, questionId: questions[3]?.id ?? '', how: 'full' as const },
    policy: { kind: 'full' as const },
  }
  const { fingerprint } = (await ask(owner, previewCorrection, { params, body: change })).body
  const corrected = await ask(owner, recordCorrection, { params, body: { ...change, reason: 'Ambigu', fingerprint } })
  expect(corrected.status).toBe(200)
  await db.examMessage.create({
    data: {
      ...{ examId: exam.id, text: 'La question 3 compte double.', authorName: 'Nadia', sentAt: world.now() },
      readings: { create: { attemptId: attempt.id, readAt: world.now() } },
    },
  })
  const place = { examId: exam.id, at: world.now() }
  await db.attendance.create({ data: { ...place, studentId: student.id, status: 'present', actorName: 'Nadia' } })
  await db.examSlot.create({ data: { examId: exam.id, number: 1, name: 'Soir', groups: ['B'], joinCode: 'SWAR23' } })
  const own = { minutes: 10, reason: 'Plâtre', byName: 'Nadia', why: { kind: 'chosen' as const } }
  await db.candidate.create({ data: { ...place, studentId: student.id, slot: 0, ...own } })
  const key = 'ab'.repeat(32)
  await db.lockedBrowserFile.create({
    data: {
      ...place,
      key,
      name: 'salle.seb',
      quitUrl: 'https://ecole.fr/fin',
      content: Buffer.from('<plist/>'),
      byName: 'Nadia',
    },
  })
  await db.lockedBrowserPass.create({
    data: { ...place, studentId: student.id, reason: 'Ordinateur en panne', byName: 'Nadia' },
  })
  await db.lockedBrowserContact.create({
    data: { ...place, studentId: student.id, standing: 'outside', why: 'absent', outsideAt: world.now() },
  })
  await db.exam.update({ where: { id: exam.id }, data: { lockedBrowser: 'required', quitPassword: 'bcdfghjknprt' } })
  await db.incident.create({ data: { ...place, text: 'Alarme <b>incendie</b>', authorName: 'Nadia' } })
  await keepImages(db, { courseId: course.id, images: [drawing], at: world.now() })
  const [shown] = questions
  const stem = [{ type: 'element', tag: 'img', props: { src: `/api/images/${drawing.hash}`, alt: 'Des couches' } }]
  await db.examQuestion.update({
    where: { id: shown?.id ?? '' },
    data: { asked: asColumn({ ...(shown?.asked as object), stem }) },
  })
  await db.paperEntry.create({
    data: { attemptId: attempt.id, letters: {}, revision: 1, at: world.now(), byName: 'Nadia' },
  })
  const late = { attemptId: attempt.id, device: 'laptop01:page0001', sequence: 9_999 }
  await db.answerEvent.create({
    data: { ...late, epoch: 1, questionId: questions[0]?.id ?? '', choices: [], late: true, receivedAt: world.now() },
  })
  await db.lateDecision.create({
    data: { ...late, isAccepted: false, reason: 'Trop tard', at: world.now(), actorName: 'Nadia' },
  })
}

async function take(examId: string, params = { courseId: course.id, examId }) {
  const answer = await world.ask(owner, exportArchive, { params })
  expect(answer.status).toBe(200)
  return answer.bytes
}

/** Another installation: an empty database, another secret, a course of its own. */
async function elsewhere(secret = Buffer.alloc(32, 9)) {
  const database = await emptyDatabase(`archive_${shelf.length}`)
  await migrate(database.url)
  const { pool, db, close } = connect(database.url)
  const deps = { ...world.deps, pool, db, secret }
  const app = await buildApp(deps)
  shelf.push(async () => {
    await app.close()
    await close()
    await database.drop()
  })
  const target = await db.course.create({ data: { slug: 'accueil', title: 'Cours d’accueil' } })
  const person = await db.person.create({
    data: { name: 'Paul', email: 'paul@exemple.fr', memberships: { create: { courseId: target.id, role: 'owner' } } },
  })
  const { token } = await startSession(deps, { personId: person.id, userAgent: '' })
  const call = async (path: string, payload: object, who = token) => {
    const answer = await app.inject({
      method: 'POST',
      url: path.replace(':courseId', target.id),
      headers: { host: 'localhost', origin: 'http://localhost' },
      cookies: { bareme: who },
      payload,
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { deps, db, pool, app, course: target, token, call }
}
type Place = Awaited<ReturnType<typeof elsewhere>>

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const preview = (place: Place, bytes: Uint8Array) => place.call(previewArchive.path, { base64: base64(bytes) })
async function restore(place: Place, bytes: Uint8Array, acceptsForeign = true) {
  const shown = await preview(place, bytes)
  if (shown.status !== 200) return shown
  const { fingerprint } = shown.body
  return place.call(restoreArchive.path, { base64: base64(bytes), fingerprint, acceptsForeign })
}

async function rowsOf(pool: Place['pool'], examId: string) {
  const client = await pool.connect()
  await client.query(`begin; set local timezone = 'UTC'`)
  const held: Record<string, string[]> = {}
  for (const table of archivedTables) {
    const { rows } = await client.query<{ row: string }>(rowsQuery(table), [examId])
    held[table.table] = rows.map(({ row }) => row)
  }
  await client.query('rollback')
  client.release()
  return held
}

async function opened(bytes: Uint8Array) {
  const { files } = await unzip(bytes, { entries: 200, bytes: 1e9, oneFile: 1e9 })
  return new Map([...(files ?? [])].map(([path, held]) => [path, Buffer.from(held)]))
}
const closed = (files: ReadonlyMap<string, Uint8Array>) => zip([...files].map(([path, bytes]) => ({ path, bytes })))

describe('the list of what an exam is made of', () => {
  it('names every table that hangs from an exam, so that none is forgotten', async () => {
    const { rows } = await world.pool.query<{ name: string }>(`
      with recursive hanging as (
        select '"Exam"'::regclass::oid as id
        union select k.conrelid from pg_constraint k join hanging h on k.confrelid = h.id where k.contype = 'f'
      ) select c.relname as name from hanging join pg_class c on c.oid = hanging.id`)
    const named: string[] = archivedTables.map(({ table }) => table)
    expect(rows.map(({ name }) => name).filter((name) => !named.includes(name) && !(name in leftOut))).toEqual([])
    const loose = await world.pool.query<{ name: string }>(`
      select distinct table_name::text as name from information_schema.columns
      where table_schema = 'public' and column_name in ('examId', 'attemptId', 'runId', 'messageId')`)
    expect(loose.rows.map(({ name }) => name).filter((name) => !named.includes(name) && !(name in leftOut))).toEqual([])
  })

  it('has a shape for every column of each, and follows every id it may hold', async () => {
    const { rows } = await world.pool.query<{ table: string; column: string; type: string; followed: boolean }>(`
      select c.relname::text as table, a.attname::text as column, t.typname::text as type,
        exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = c.oid and a.attnum = any(k.conkey)) as followed
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
      where c.relnamespace = current_schema()::regnamespace and a.attnum > 0 and not a.attisdropped`)
    for (const { table, omitted = [] } of archivedTables) {
      const columns = rows.filter((row) => row.table === table && !omitted.includes(row.column))
      expect(Object.keys(rowShapes[table].shape).sort(), table).toEqual(columns.map(({ column }) => column).sort())
      const free = columns.filter(({ column, type, followed }) => type === 'uuid' && !followed && column !== 'id')
      const unwatched = free.filter(
        ({ column }) =>
          !(whoColumns as readonly string[]).includes(column) &&
          !loose[table]?.some((check) => check.includes(`"${column}"`)) &&
          // Of the audit, the query that compares says which course.
          table !== 'AuditLine',
      )
      expect(unwatched, table).toEqual([])
    }
  })

  it('has rows in every one of them here, so that each is really tried', async () => {
    const held = await rowsOf(world.pool, exam.id)
    expect(Object.entries(held).filter(([, rows]) => rows.length === 0)).toEqual([])
  })
})

describe('an archive', () => {
  it('holds every row, tables for a French Excel, statistics, and a page that says what it is', async () => {
    const files = await opened(archive)
    const held = await rowsOf(world.pool, exam.id)
    for (const { table } of archivedTables)
      expect(files.get(`donnees/${table}.jsonl`)?.toString().split('\n').slice(0, -1), table).toEqual(held[table])
    expect(files.get('tableaux/notes.csv')?.toString()).toMatch(/^\uFEFF"Nom"/)
    expect(JSON.parse(files.get('tableaux/statistiques.json')?.toString() ?? '')).toHaveProperty('items')
    const page = files.get('index.html')?.toString() ?? ''
    expect(page).toMatch(/^<!doctype html>\n<html lang="fr">/)
    expect(page).toContain('Gautier')
    expect(page).toContain(`src="data:image/png;base64,${Buffer.from(drawing.bytes).toString('base64')}"`)
    expect(page).not.toMatch(/<script|src="(?!data:image)|https?:\/\/[^"<]*"(?! )/)
    expect(Object.values(held).flat().join()).not.toContain('codeHash')
    expect(archive.toString('latin1')).not.toContain(world.deps.secret.toString('hex'))
  })

  it('names each file with its size and SHA-256, signed', async () => {
    const files = await opened(archive)
    const read = manifestShape.parse(JSON.parse(files.get('MANIFEST.json')?.toString() ?? ''))
    expect(read.files.map(({ path }) => path).sort()).toEqual(
      [...files.keys()].filter((one) => one !== 'MANIFEST.json').sort(),
    )
    for (const { path, size, sha256 } of read.files) {
      expect(files.get(path)).toHaveLength(size)
      expect(
        createHash('sha256')
          .update(files.get(path) ?? '')
          .digest('hex'),
      ).toBe(sha256)
    }
  })

  it('is made of an exam that is over, by a trainer of its course', async () => {
    const open = await world.db.exam.findFirstOrThrow({ where: { status: 'open' } })
    const ask = (who: Someone, examId: string) =>
      world.ask(who, exportArchive, { params: { courseId: course.id, examId } })
    expect((await ask(owner, open.id)).body.code).toBe('exam_wrong_state')
    const watcher = await world.staff('Igor', { course, role: 'invigilator' })
    expect((await ask(watcher, exam.id)).status).toBe(403)
    const other = await world.course('Autre')
    const stranger = await world.staff('Sacha', { course: other, role: 'owner' })
    expect((await ask(stranger, exam.id)).status).toBe(404)
    const params = { courseId: other.id, examId: exam.id }
    expect((await world.ask(stranger, exportArchive, { params })).status).toBe(404)
  })
})

const shaped = (table: Parameters<typeof readRow>[0], value: unknown) => {
  const read = readRow(table, value)
  if (!('row' in read)) throw new Error(`${table}: ${JSON.stringify(read.fault)}`)
  return read.row
}

describe('restored into an empty installation', () => {
  it('brings nothing released, and names nobody as if they were ours', async () => {
    const place = await elsewhere()
    await restore(place, archive)
    const restored = await place.db.exam.findUniqueOrThrow({ where: { id: exam.id } })
    expect(restored).toMatchObject({ status: 'closed', releasedAt: null, contestableUntil: null })
    expect(restored.release).toMatchObject({ when: 'by_hand', at: null })
    await runJobs(place.deps)
    expect((await place.db.exam.findUniqueOrThrow({ where: { id: exam.id } })).status).toBe('closed')
    const lines = await place.db.auditLine.findMany({ where: { action: { not: 'exam.restore' } } })
    const said = [
      ...lines,
      ...(await place.db.attemptEvent.findMany()),
      ...(await place.db.lateDecision.findMany()),
      ...(await place.db.attendance.findMany()),
    ]
    expect(said.length).toBeGreaterThan(50)
    expect(said.filter(({ actorName }) => !actorName.endsWith(' (archive)'))).toEqual([])
    const [message, incident] = [
      await place.db.examMessage.findFirstOrThrow(),
      await place.db.incident.findFirstOrThrow(),
    ]
    expect([message.authorName, incident.authorName]).toEqual(['Nadia (archive)', 'Nadia (archive)'])
    const runs = await place.db.markingRun.findMany({ where: { number: 2 } })
    expect(runs.map(({ createdByName, createdById }) => [createdByName, createdById])).toEqual([
      ['Nadia (archive)', null],
    ])
  })

  it('is the same exam, row by row, with the same ids, marks and statistics', async () => {
    const place = await elsewhere()
    const shown = await preview(place, archive)
    expect(shown).toMatchObject({
      status: 200,
      body: { signature: 'foreign', isRenumbered: false, counts: { questionsInBank: 0, runs: 2 } },
    })
    expect(new Set(shown.body.people.map(({ by }: { by: unknown }) => by))).toEqual(new Set([null]))
    expect(await place.db.exam.count()).toBe(0)
    const done = await restore(place, archive)
    expect(done).toMatchObject({ status: 200, body: { examId: exam.id, added: shown.body.people.length } })

    const [here, there] = [await rowsOf(world.pool, exam.id), await rowsOf(place.pool, exam.id)]
    for (const { table } of archivedTables) {
      const expected = here[table]?.map((row) => {
        const said = foreignRow(table, shaped(table, JSON.parse(row.replaceAll(course.id, place.course.id))))
        return table === 'ExamQuestion' ? { ...said, questionId: null, versionId: null } : said
      })
      // The line of the restoration itself comes after those of the archive.
      const actual = there[table]?.map((row) => JSON.parse(row)).slice(0, expected?.length)
      expect(actual, table).toEqual(expected)
    }
    expect(there['AuditLine']).toHaveLength((here['AuditLine']?.length ?? 0) + 1)
    const statistics = await place.app.inject({
      url: getStatistics.path.replace(':courseId', place.course.id).replace(':examId', exam.id),
      cookies: { bareme: place.token },
    })
    const before = await world.ask(owner, getStatistics, { params: { courseId: course.id, examId: exam.id } } as never)
    expect(statistics.json().items.map(({ facility }: { facility: unknown }) => facility)).toEqual(
      (before.body as { items: { facility: unknown }[] }).items.map(({ facility }) => facility),
    )
    expect(done.body.rows).toBe(Object.values(here).flat().length)
  })

  it('leaves an audit line that says where it came from and how many lines of the audit came with it', async () => {
    const place = await elsewhere()
    await restore(place, archive)
    const line = await place.db.auditLine.findFirstOrThrow({ where: { action: 'exam.restore' } })
    const lines = await place.db.auditLine.count()
    expect(line).toMatchObject({ actorName: 'Paul', subject: `exam:${exam.id}`, courseId: place.course.id })
    expect(line.after).toMatchObject({ signature: 'foreign', auditLines: lines - 1 })
  })

  it('asks whether an archive of another installation is trusted, and restores it once', async () => {
    const place = await elsewhere()
    expect((await restore(place, archive, false)).body.code).toBe('archive_not_trusted')
    expect(await place.db.exam.count()).toBe(0)
    expect((await restore(place, archive)).status).toBe(200)
    expect((await restore(place, archive)).body.code).toBe('archive_already_here')
    const [one, two] = [await elsewhere(), archive]
    const { fingerprint } = (await preview(one, two)).body
    const body = { base64: base64(two), fingerprint, acceptsForeign: true }
    const both = await Promise.all([one.call(restoreArchive.path, body), one.call(restoreArchive.path, body)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await one.db.exam.count()).toBe(1)
  })
})

describe('restored into another course of the same installation', () => {
  it('gets new ids everywhere, keeps the people the class knows, and leaves the original alone', async () => {
    const before = await rowsOf(world.pool, exam.id)
    const other = await world.course('Session de secours')
    const boss = await world.staff('Olga', { course: other, role: 'owner' })
    const [first] = await world.db.student.findMany({
      where: { attempts: { some: { examId: exam.id } } },
      orderBy: { id: 'asc' },
    })
    const known = await world.db.student.create({
      data: { courseId: other.id, familyName: 'Autrement', givenName: 'Dite', email: 'autre@exemple.fr' },
    })
    await world.db.student.update({ where: { id: first?.id ?? '' }, data: { email: 'AUTRE@exemple.fr' } })
    const bytes = await take(exam.id)
    const params = { courseId: other.id }
    const said = (await world.ask(boss, previewArchive, { params, body: { base64: base64(bytes) } })).body
    expect(said).toMatchObject({ signature: 'ours', isRenumbered: true })
    expect(said.people.filter(({ by }) => by !== null)).toMatchObject([{ by: 'email', knownAs: 'Dite Autrement' }])
    const body = { base64: base64(bytes), fingerprint: said.fingerprint, acceptsForeign: false }
    const done = await world.ask(boss, restoreArchive, { params, body })
    expect(done.status).toBe(200)
    const { examId } = done.body
    expect(examId).not.toBe(exam.id)

    const after = await rowsOf(world.pool, examId)
    for (const { table } of archivedTables.filter((one) => !['AuditLine', 'Student'].includes(one.table)))
      expect(after[table], table).toHaveLength(before[table]?.length ?? -1)
    const copied = Object.values(after).flat().join()
    for (const { id } of await world.db.attempt.findMany({ where: { examId: exam.id } }))
      expect(copied).not.toContain(id)
    expect(await world.db.attempt.count({ where: { examId, studentId: known.id } })).toBe(1)
    expect((await world.db.student.findUniqueOrThrow({ where: { id: known.id } })).familyName).toBe('Autrement')
    const marks = async (id: string) =>
      (await world.db.mark.findMany({ where: { run: { examId: id } }, orderBy: [{ run: { number: 'asc' } }] }))
        .map(({ mark, earned }) => `${mark} ${earned}`)
        .sort()
    expect(await marks(examId)).toEqual(await marks(exam.id))
    expect((await world.db.exam.findUniqueOrThrow({ where: { id: examId } })).joinCode).not.toBe(exam.joinCode)
    const untouched = await rowsOf(world.pool, exam.id)
    expect({ ...untouched, Student: [] }).toEqual({ ...before, Student: [] })
    const again = (await world.ask(boss, previewArchive, { params, body: { base64: base64(bytes) } })).body
    expect(again.code).toBe('archive_already_here')
  })

  it('belongs to owners: a trainer may not bring the past of another course', async () => {
    const trainer = await world.staff('Tom', { course, role: 'trainer' })
    const params = { courseId: course.id }
    expect((await world.ask(trainer, previewArchive, { params, body: { base64: base64(archive) } })).status).toBe(403)
    expect((await world.ask(owner, previewArchive, { params, body: { base64: base64(archive) } })).body.code).toBe(
      'archive_already_here',
    )
  })
})

describe('what is not an archive as it was made is refused, and nothing is written', () => {
  let place: Place
  beforeAll(async () => {
    place = await elsewhere()
  })
  const codeOf = async (bytes: Uint8Array) => {
    const { body } = await preview(place, bytes)
    expect(await place.db.exam.count()).toBe(0)
    expect(await place.db.student.count()).toBe(0)
    return body.code
  }
  const edited = async (path: string, edit: (text: string) => string) => {
    const files = new Map(await opened(archive))
    files.set(path, Buffer.from(edit(files.get(path)?.toString() ?? '')))
    return files
  }
  /** As somebody who knows another secret would: every hash right, the signature their own. */
  async function forged(path: string, edit: (text: string) => string, others: Record<string, typeof edit> = {}) {
    const files = await edited(path, edit)
    for (const [other, change] of Object.entries(others))
      files.set(other, Buffer.from(change(files.get(other)?.toString() ?? '')))
    const {
      signature: _s,
      signedBy: _b,
      ...old
    } = manifestShape.parse(JSON.parse(files.get('MANIFEST.json')?.toString() ?? ''))
    const named = old.files.map((one) => {
      const bytes = files.get(one.path) as Buffer
      return { path: one.path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
    })
    files.set(
      'MANIFEST.json',
      Buffer.from(JSON.stringify(signed({ secret: Buffer.alloc(32, 1) }, { ...old, files: named }))),
    )
    return closed(files)
  }

  it('a mark changed, a file added, taken away or renamed', async () => {
    expect(
      await codeOf(
        await closed(await edited('donnees/Mark.jsonl', (text) => text.replace(/"mark": \d+/, '"mark": 2000'))),
      ),
    ).toBe('archive_altered')
    expect(await codeOf(await closed(await edited('donnees/Autre.jsonl', () => '{}\n')))).toBe('archive_altered')
    const without = new Map(await opened(archive))
    without.delete('donnees/Answer.jsonl')
    expect(await codeOf(await closed(without))).toBe('archive_altered')
    const renamed = new Map(
      [...(await opened(archive))].map(([path, held]) => [path.replace('Answer.', 'Reply.'), held]),
    )
    expect(await codeOf(await closed(renamed))).toBe('archive_altered')
  })

  it('a manifest put right without the secret, here where the archive was made', async () => {
    const files = await edited('donnees/Mark.jsonl', (text) => text.replace(/"mark": \d+/, '"mark": 2000'))
    const old = JSON.parse(files.get('MANIFEST.json')?.toString() ?? '')
    for (const one of old.files) {
      const bytes = files.get(one.path) as Buffer
      Object.assign(one, { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    }
    files.set('MANIFEST.json', Buffer.from(JSON.stringify(old)))
    const other = await world.course('Reprise')
    const boss = await world.staff('Olga', { course: other, role: 'owner' })
    const body = { base64: base64(await closed(files)) }
    const params = { courseId: other.id }
    expect((await world.ask(boss, previewArchive, { params, body })).body.code).toBe('archive_altered')
  })

  it('cut short, empty, or something else', async () => {
    expect(await codeOf(archive.subarray(0, archive.length - 1))).toBe('not_an_archive')
    expect(await codeOf(archive.subarray(0, archive.length >> 1))).toBe('not_an_archive')
    expect(await codeOf(Buffer.from('a photograph'))).toBe('not_an_archive')
    expect(await codeOf(await closed(new Map([['lisez-moi.txt', Buffer.from('bonjour')]])))).toBe('not_an_archive')
  })

  it('of a version this one does not know', async () => {
    const newer = await edited('MANIFEST.json', (text) => text.replace('"version": 1', '"version": 2'))
    expect(await codeOf(await closed(newer))).toBe('archive_other_version')
    const bytes = await forged('donnees/Exam.jsonl', (text) => text.replace('{', '{"hologram": true, '))
    expect((await restore(place, bytes)).body.code).toBe('archive_other_version')
    expect(await place.db.exam.count()).toBe(0)
  })

  it('a bomb, a path that climbs out, a name twice', async () => {
    const bomb = await closed(new Map([['donnees/Exam.jsonl', Buffer.alloc(64 * 1024 * 1024)]]))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await codeOf(bomb)).toBe('file_too_heavy')
    const named = Buffer.from(await closed(new Map([['aaaaaaaaa/x', Buffer.from('x')]])))
    const climbing = Buffer.from(named.toString('latin1').replaceAll('aaaaaaaaa/x', '../../etc/x'), 'latin1')
    expect(await codeOf(climbing)).toBe('not_an_archive')
    const two = Buffer.from(
      await closed(
        new Map([
          ['aa', Buffer.from('x')],
          ['ab', Buffer.from('y')],
        ]),
      ),
    )
    expect(await codeOf(Buffer.from(two.toString('latin1').replaceAll('ab', 'aa'), 'latin1'))).toBe('not_an_archive')
  })

  it('forged with every hash right: a mark that does not follow, a script, a copy of somebody of another course', async () => {
    const other = await place.db.course.create({ data: { slug: 'voisin', title: 'Voisin' } })
    const victim = await place.db.student.create({ data: { courseId: other.id, familyName: 'V', givenName: 'V' } })
    const attempts = async (edit: (text: string) => string) =>
      restore(place, await forged('donnees/Attempt.jsonl', edit))
    const forgeries = [
      await restore(
        place,
        await forged('donnees/Mark.jsonl', (text) => text.replaceAll(/"mark": \d+/g, '"mark": 2000')),
      ),
      await restore(
        place,
        await forged('donnees/ExamQuestion.jsonl', (text) => text.replace('"tag": "p"', '"tag": "script"')),
      ),
      await restore(place, await forged('donnees/Student.jsonl', (text) => text.replaceAll(course.id, other.id))),
      await attempts((text) => text.replace(/"studentId": "[^"]*"/, `"studentId": "${victim.id}"`)),
      await restore(
        place,
        await forged('donnees/Image.jsonl', (text) => text.replace('"type": "image/png"', '"type": "text/html"')),
      ),
      await attempts((text) => text.replace(/"status": "\w+"/, '"status": "in_progress"')),
      await restore(place, await forged('donnees/Answer.jsonl', (text) => text.replace('"epoch": 1', '"epoch": "x"'))),
    ]
    expect(forgeries.map(({ body }) => body.code)).toEqual(forgeries.map(() => 'archive_altered'))
    expect(await place.db.exam.count()).toBe(0)
    expect(await place.db.attempt.count()).toBe(0)
  })

  it('rules no exam could have, in every place that holds some', async () => {
    const grain = (text: string) => text.replace(/"grain": \d+/, '"grain": 0')
    const scale = (text: string) => text.replace(/"kind": "\w+"/, '"kind": "as_you_like"')
    const forgeries = [
      await forged('donnees/Exam.jsonl', grain),
      await forged('donnees/MarkingRun.jsonl', grain),
      await forged('donnees/Exam.jsonl', scale),
      await forged('donnees/MarkingRun.jsonl', scale),
      await forged('donnees/Exam.jsonl', (text) => text.replace(/"timeZone": "[^"]*"/, '"timeZone": "Mars/Olympus"')),
      await forged('donnees/ExamQuestion.jsonl', (text) => text.replace(/"points": \d+/, '"points": -1')),
      await forged('donnees/ExamQuestion.jsonl', (text) => text.replace(/"correct": true/, '"correct": "yes"')),
      await forged('donnees/AttemptEvent.jsonl', (text) => text.replace(/"detail": \{/, '"detail": 3, "d": {')),
      await forged('donnees/Mark.jsonl', (text) => text.replace(/"outcome": "\w+"/, '"outcome": "perfect"')),
    ]
    for (const bytes of forgeries)
      expect((await preview(place, bytes)).body.code).toMatch(/^archive_(altered|other_version)$/)
  })

  it('an id under a JSON escape reaches no other course: what is checked is what is written', async () => {
    const inn = await elsewhere()
    const other = await inn.db.course.create({ data: { slug: 'voisin', title: 'Voisin' } })
    const rename = (text: string) => text.replaceAll(course.id, other.id)
    const code = other.id.charCodeAt(0).toString(16).padStart(4, '0')
    const escaped = (text: string) => text.replaceAll(course.id, `\\u${code}${other.id.slice(1)}`)
    for (const path of ['Student', 'Image', 'AuditLine'] as const) {
      const others = { Student: rename, Image: rename, AuditLine: rename, [path]: escaped }
      const bytes = await forged(
        'donnees/Exam.jsonl',
        rename,
        Object.fromEntries(Object.entries(others).map(([name, change]) => [`donnees/${name}.jsonl`, change])),
      )
      const { status } = await restore(inn, bytes)
      expect([200, 409, 422]).toContain(status)
      expect(await inn.db.student.count({ where: { courseId: other.id } })).toBe(0)
      expect(await inn.db.image.count({ where: { courseId: other.id } })).toBe(0)
      expect(await inn.db.auditLine.count({ where: { courseId: other.id } })).toBe(0)
    }
  })

  it('a row that speaks of a question or a copy of another exam, wherever an id can stand', async () => {
    const stranger = '0d5d5c3e-5f1f-4a3f-9c55-0c0ffee00001'
    const about = (name: string) => (text: string) =>
      text.replace(new RegExp(`"${name}": "[0-9a-f-]{36}"`), `"${name}": "${stranger}"`)
    const key = (text: string) => text.replace(/"questions": \{"[0-9a-f-]{36}"/, `"questions": {"${stranger}"`)
    const forgeries = [
      await forged('donnees/Answer.jsonl', about('questionId')),
      await forged('donnees/AnswerEvent.jsonl', about('questionId')),
      await forged('donnees/Contestation.jsonl', about('questionId')),
      await forged('donnees/Attempt.jsonl', about('questionId')),
      await forged('donnees/Mark.jsonl', about('questionId')),
      await forged('donnees/Mark.jsonl', about('runId')),
      await forged('donnees/MarkingRun.jsonl', key),
      await forged('donnees/ExamMessage.jsonl', (text) =>
        text.replace('"questionId": null', `"questionId": "${stranger}"`),
      ),
      await forged('donnees/MessageReading.jsonl', about('attemptId')),
      await forged('donnees/AuditLine.jsonl', (text) => text.replace(/"subject": "exam:/, '"subject": "student:')),
    ]
    for (const bytes of forgeries) expect((await restore(place, bytes)).body.code).toBe('archive_altered')
    expect(await place.db.exam.count()).toBe(0)
  })
})

it('an exam nobody sat is archived and restored too', async () => {
  const empty = await world.course('Vide')
  const boss = await world.staff('Vera', { course: empty, role: 'owner' })
  const made = await markedExam(world, { course: empty, trainer: boss, keys: ['a'], answers: {} })
  const answer = await world.ask(boss, exportArchive, { params: { courseId: empty.id, examId: made.id } })
  expect(answer.status).toBe(200)
  const place = await elsewhere()
  expect((await restore(place, answer.bytes)).body).toMatchObject({ examId: made.id, copies: 0, added: 0 })
})

it('a retake keeps the link to its exam where that exam is, and loses it elsewhere', async () => {
  const [here, there] = [await world.course('Deux sessions'), await world.course('Sans la première')]
  const boss = await world.staff('Zoé', { course: here, role: 'owner' })
  await world.db.membership.create({ data: { courseId: there.id, personId: boss.id, role: 'owner' } })
  const blank = { course: here, trainer: boss, keys: ['a'], answers: {} }
  const [of, retake] = [await markedExam(world, blank), await markedExam(world, blank)]
  await world.db.exam.update({ where: { id: retake.id }, data: { retakeOfId: of.id } })
  const asked = await world.ask(boss, exportArchive, { params: { courseId: here.id, examId: retake.id } })
  const restoredInto = async ({ id: courseId }: { id: string }) => {
    const [params, file] = [{ courseId }, { base64: base64(asked.bytes) }]
    const { fingerprint } = (await world.ask(boss, previewArchive, { params, body: file })).body
    const body = { ...file, fingerprint, acceptsForeign: false }
    const { examId } = (await world.ask(boss, restoreArchive, { params, body })).body
    return world.db.exam.findUniqueOrThrow({ where: { id: examId } })
  }
  expect((await restoredInto(there)).retakeOfId).toBeNull()
  await world.db.exam.delete({ where: { id: retake.id } })
  expect((await restoredInto(here)).retakeOfId).toBe(of.id)
})
