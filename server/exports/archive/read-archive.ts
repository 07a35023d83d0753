import { Refusal } from '#core/refusal.ts'
import { sha256 } from '#server/platform/canonical.ts'
import type { Deps } from '#server/platform/deps.ts'
import { unzip } from '#server/questions/formats/unzip.ts'
import { archivedTables, pathOf } from './archived-tables.ts'
import { archiveFormat, archiveVersion, type Manifest, manifest, manifestPath, standingOf } from './manifest.ts'
import {
  type ArchivedExam,
  type ArchivedQuestion,
  type ArchivedStudent,
  type Row,
  readRow,
  type Table,
} from './row-shapes.ts'

export type Archive = {
  manifest: Manifest
  /** Of the whole file: the same archive is known when it comes back. */
  sha256: string
  signature: 'ours' | 'foreign'
  /** Table → its rows, read by their shape. */
  rows: ReadonlyMap<Table, readonly Row[]>
  exam: ArchivedExam
  questions: readonly ArchivedQuestion[]
  people: readonly ArchivedStudent[]
}

/** A class's whole exam, read at once: the limits are on what it becomes, checked before it does. */
const limits = { entries: 200, bytes: 512 * 1024 * 1024, oneFile: 256 * 1024 * 1024 }

/** Everything that can be wrong with an archive is found here, before the database is asked anything. */
export async function readArchive(deps: Pick<Deps, 'secret'>, bytes: Uint8Array): Promise<Archive> {
  const { files, ...refused } = await unzip(bytes, limits)
  if (!files) throw new Refusal('not_an_archive', { reason: (refused as { reason: string }).reason })
  const read = readManifest(files.get(manifestPath))
  refuseOtherFiles(files, read)
  const signature = standingOf(deps, read)
  if (signature === 'wrong') throw new Refusal('archive_altered', { file: manifestPath })

  const rows = new Map(archivedTables.map(({ table }) => [table, rowsOf(table, files.get(pathOf({ table })))]))
  const [exam, ...others] = (rows.get('Exam') ?? []) as ArchivedExam[]
  if (!exam || others.length > 0 || exam.id !== read.examId) throw new Refusal('archive_altered', { file: 'Exam' })
  refuseStrangers(rows, exam)
  return {
    ...{ manifest: read, sha256: sha256(bytes), signature, rows, exam },
    questions: rows.get('ExamQuestion') as unknown as ArchivedQuestion[],
    people: rows.get('Student') as unknown as ArchivedStudent[],
  }
}

/** One row a line, each what its table may hold. */
function rowsOf(table: Table, bytes: Uint8Array | undefined): Row[] {
  return linesOf(bytes).map((line, index) => rowOrRefused(table, jsonOf(line), index + 1))
}

/** The row as it may be written here, or why not. */
export function rowOrRefused(table: Table, value: unknown, line?: number): Row {
  const read = readRow(table, value)
  if ('row' in read) return read.row
  const { fault } = read
  if ('unknownColumn' in fault)
    throw new Refusal('archive_other_version', { table, column: fault.unknownColumn.slice(0, 100) })
  throw new Refusal('archive_altered', { file: pathOf({ table }), line, at: fault.at })
}

function readManifest(bytes: Uint8Array | undefined): Manifest {
  const said = bytes && jsonOf(Buffer.from(bytes).toString('utf8'))
  const { format, version } = (said ?? {}) as { format?: unknown; version?: unknown }
  if (format !== archiveFormat) throw new Refusal('not_an_archive', { reason: 'no_manifest' })
  if (version !== archiveVersion) throw new Refusal('archive_other_version', { version })
  const parsed = manifest.safeParse(said)
  if (!parsed.success) throw new Refusal('archive_altered', { file: manifestPath })
  return parsed.data
}

/** Exactly the files it names, each the one that was written; and no table this version has never heard of. */
function refuseOtherFiles(files: ReadonlyMap<string, Uint8Array>, { files: named }: Manifest) {
  const unnamed = [...files.keys()].filter((path) => path !== manifestPath && !named.some((one) => one.path === path))
  const changed = named.filter(({ path, size, sha256: digest }) => {
    const bytes = files.get(path)
    return !bytes || bytes.length !== size || sha256(bytes) !== digest
  })
  const [wrong] = [...unnamed, ...changed.map(({ path }) => path)]
  if (wrong !== undefined) throw new Refusal('archive_altered', { file: wrong.slice(0, 200) })
  const known = new Set(archivedTables.map(pathOf))
  const table = named.find(({ path }) => path.startsWith('donnees/') && !known.has(path))
  if (table) throw new Refusal('archive_other_version', { file: table.path })
}

/** Rows speak of one another, never of somebody else's: an archive cannot put a copy or a mark in another course. */
function refuseStrangers(rows: Archive['rows'], exam: ArchivedExam) {
  const valuesOf = (table: Table, column: string) => (rows.get(table) ?? []).map((row) => row[column])
  for (const [table, column, target] of references) {
    const known = new Set(target === 'Course' ? [exam.courseId] : valuesOf(target, 'id'))
    if (!valuesOf(table, column).every((id) => known.has(id)))
      throw new Refusal('archive_altered', { file: pathOf({ table }) })
  }
}

const references = [
  ['Image', 'courseId', 'Course'],
  ['Student', 'courseId', 'Course'],
  ['Attempt', 'studentId', 'Student'],
  ['Attendance', 'studentId', 'Student'],
  ['MessageReading', 'messageId', 'ExamMessage'],
  ['Mark', 'attemptId', 'Attempt'],
] as const

const linesOf = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? [] : Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1)

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
