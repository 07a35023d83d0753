import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { ZipFile } from 'yazl'
import type { FileReply } from '#contract/endpoint.ts'
import { handedInStatuses } from '#core/attempts/sitting.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { readStatistics } from '#server/statistics/read-statistics.ts'
import { attendanceTable } from '../attendance-csv.ts'
import { answersTable, pointsTable } from '../copies-csv.ts'
import { dayOf } from '../csv-file.ts'
import { exportResults } from '../results-csv.ts'
import { statisticsTable } from '../statistics-csv.ts'
import { tableFile } from '../table-file.ts'
import { type ArchivedTable, archivedTables, rowsQuery } from './archived-tables.ts'
import { indexPage } from './index-page.ts'
import { type ArchivedFile, archiveFormat, archiveVersion, manifestPath, signed } from './manifest.ts'
import { pathOf } from './table-path.ts'

type WriteArchiveInput = { courseId: string; examId: string }
type Part = { path: string; bytes: () => AsyncIterable<Buffer> | Iterable<Buffer> }

/**
 * A whole exam as one zip, streamed. Its tables are read in one snapshot; only an exam that is over can be archived, so
 * none of its copies is still running.
 */
export async function writeArchive(deps: Deps, asked: WriteArchiveInput): Promise<FileReply> {
  const { courseId, examId } = asked
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId }, include: { course: true } })
  if (!exam) throw new Refusal('not_found')
  if (!isExamOver(exam.status)) throw new Refusal('exam_wrong_state', { status: exam.status })
  const unmarked = { examId, status: { in: [...handedInStatuses] }, markedAt: null }
  if ((await deps.db.attempt.count({ where: unmarked })) > 0) throw new Refusal('marks_missing')
  const running = await deps.db.attempt.count({ where: { examId, status: { in: ['in_progress', 'paused'] } } })
  if (running > 0) throw new Refusal('copies_under_way', { count: running })
  return {
    name: `${exam.title} - archive - ${dayOf(exam.closedAt ?? deps.now(), exam.timeZone)}.zip`,
    type: 'application/zip',
    content: zipped(deps, { ...exam, courseTitle: exam.course.title }),
  }
}

type Archived = Exam & { courseTitle: string }

async function* zipped(deps: Deps, exam: Archived): AsyncGenerator<Uint8Array> {
  const client = await deps.pool.connect()
  const zip = new ZipFile()
  let isWhole = false
  try {
    // A slow download may take long, so the timeouts of a request do not apply.
    await client.query(`begin isolation level repeatable read read only;
      set local timezone = 'UTC'; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = '10min'`)
    for await (const chunk of addAll(deps, { zip, client, exam })) yield chunk as Uint8Array
    isWhole = true
  } finally {
    // After an interruption the connection may still be busy, so it is not returned to the pool.
    if (isWhole) await client.query('rollback')
    client.release(!isWhole)
  }
}

type Writing = { zip: ZipFile; client: pg.PoolClient; exam: Archived }

function addAll(deps: Deps, { zip, client, exam }: Writing): Readable {
  const takenAt = deps.now()
  const files: ArchivedFile[] = []
  const add = ({ path, bytes }: Part) =>
    zip.addReadStreamLazy(path, { mtime: takenAt }, (done) => {
      const stream = Readable.from(recorded(path, bytes, files), { objectMode: false })
      stream.on('error', (error) => (zip.outputStream as Readable).destroy(error))
      done(null, stream)
    })
  for (const part of readableParts(deps, { client, exam, takenAt })) add(part)
  for (const table of archivedTables)
    add({ path: pathOf(table), bytes: () => rowsOf(client, { table, examId: exam.id }) })
  // The manifest comes last, because it lists the other files.
  const last = () =>
    signed(deps, {
      ...{ format: archiveFormat, version: archiveVersion, bareme: ownVersion(), takenAt: takenAt.toISOString() },
      ...{ courseTitle: exam.courseTitle, examId: exam.id, examTitle: exam.title, files: [...files] },
    } as const)
  add({ path: manifestPath, bytes: () => [Buffer.from(`${JSON.stringify(last(), null, 2)}\n`)] })
  zip.end()
  return zip.outputStream as Readable
}

async function* recorded(path: string, bytes: Part['bytes'], files: ArchivedFile[]) {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of bytes()) {
    hash.update(chunk)
    size += chunk.length
    yield chunk
  }
  files.push({ path, size, sha256: hash.digest('hex') })
}

/** Rows per query: few for images, which are megabytes each. */
const atOnce = ({ table }: ArchivedTable) => (table === 'Image' ? 4 : 500)

async function* rowsOf(client: pg.PoolClient, { table, examId }: { table: ArchivedTable; examId: string }) {
  await client.query({ text: `declare archived cursor for ${rowsQuery(table)}`, values: [examId] })
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${atOnce(table)} from archived`)
    if (rows.length === 0) break
    yield Buffer.from(rows.map(({ row }) => `${row}\n`).join(''))
  }
  await client.query('close archived')
}

type Readables = { client: pg.PoolClient; exam: Archived; takenAt: Date }

/** Files for people: the index page, and tables for a French Excel. A restore uses the data files only. */
function readableParts(deps: Deps, { client, exam, takenAt }: Readables): Part[] {
  const asked = { courseId: exam.courseId, examId: exam.id, profile: 'excel_fr' as const }
  const csv = (path: string, write: () => Promise<FileReply>): Part => ({
    path,
    bytes: () => bytesOf(whenMarked(write)),
  })
  return [
    { path: 'index.html', bytes: () => once(() => indexPage(deps, { client, exam, takenAt })) },
    csv('tableaux/notes.csv', () => exportResults(deps, asked)),
    csv('tableaux/points.csv', async () => tableFile(deps, { ...asked, table: await pointsTable(deps, asked) })),
    csv('tableaux/reponses.csv', async () => tableFile(deps, { ...asked, table: await answersTable(deps, asked) })),
    csv('tableaux/presences.csv', async () => tableFile(deps, { ...asked, table: await attendanceTable(deps, asked) })),
    csv('tableaux/statistiques.csv', async () =>
      tableFile(deps, { ...asked, table: await statisticsTable(deps, asked) }),
    ),
    {
      path: 'tableaux/statistiques.json',
      bytes: () =>
        once(async () => {
          const statistics = await whenMarked(() => readStatistics(deps, { ...asked, blanks: 'scored' }))
          return `${JSON.stringify(statistics, null, 2)}\n`
        }),
    },
  ]
}

async function* once(write: () => Promise<string>) {
  yield Buffer.from(await write())
}

async function* bytesOf(asked: Promise<FileReply | null>) {
  const file = await asked
  if (!file) return
  if (typeof file.content === 'string' || file.content instanceof Uint8Array) yield Buffer.from(file.content as string)
  else for await (const chunk of file.content) yield Buffer.from(chunk as string)
}

/** Nothing for an exam that nobody took, which has no marks. */
async function whenMarked<T>(write: () => Promise<T>): Promise<T | null> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'marks_missing') return null
    throw error
  }
}

const ownVersion = () =>
  (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version
