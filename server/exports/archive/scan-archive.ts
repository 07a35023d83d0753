import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { cutText } from '#core/cut-text.ts'
import { Refusal } from '#core/refusal.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { type Limits, unzipEach } from '#server/platform/unzip.ts'
import { archivedTables } from './archived-tables.ts'
import { archiveFormat, archiveVersion, type Manifest, manifest, manifestPath } from './manifest.ts'
import {
  type ArchivedExam,
  type ArchivedQuestion,
  type ArchivedStudent,
  type ArchiveRow,
  type ArchiveTableName,
  rowOrRefused,
} from './row-shapes.ts'
import { pathOf } from './table-path.ts'

/** The content of a valid archive, as plain data because it is made in a worker thread. */
export type Scanned = {
  manifest: Manifest
  /** Of the whole file, to recognise an archive that was already restored. */
  sha256: string
  exam: ArchivedExam
  questions: ArchivedQuestion[]
  people: ArchivedStudent[]
  counts: Record<string, number>
  /** Table → the ids of its rows, for non-empty tables. */
  ids: Record<string, string[]>
  /** Table → its rows, one line each, all parsed by their shape; empty in a preview. */
  lines: Record<string, string[]>
}

type ScanArchiveInput = {
  bytes: Uint8Array
  wantsRows: boolean
  /** An upload may expand at most a hundredfold; the command trusts the files of its user. */
  from: 'web' | 'disk'
}

const mb = 1024 * 1024
const most: Record<ScanArchiveInput['from'], Limits> = {
  web: { entries: 200, bytes: 192 * mb, oneFile: 128 * mb, ratio: 100 },
  disk: { entries: 200, bytes: 512 * mb, oneFile: 256 * mb },
}
/** An image of a megabyte is a line of two; a manifest lists at most two thousand files. */
const mostOf = { line: 4 * mb, manifest: 2 * mb }

/** Finds every fault of an archive, line by line, before the first query. */
export async function scanArchive({ bytes, wantsRows, from }: ScanArchiveInput): Promise<Scanned> {
  const found = new Map<string, Digest>()
  const lines: Record<string, string[]> = {}
  const rows = new Map<ArchiveTableName, ArchiveRow[]>()
  let said: Buffer | undefined
  const refused = await unzipEach(bytes, {
    most: most[from],
    read: async (path, content) => {
      const table = tableAt.get(path)
      if (path === manifestPath) said = await shortFile(content)
      else if (!table) found.set(path, await digestOf(content))
      else {
        const tableRows: ArchiveRow[] = []
        const texts: string[] = []
        const onLine = (line: string, number: number) => {
          tableRows.push(kept(table, rowOrRefused(table, jsonOf(line), number)))
          if (wantsRows) texts.push(line)
        }
        found.set(path, await digestOf(content, onLine))
        rows.set(table, tableRows)
        if (wantsRows) lines[table] = texts
      }
    },
  })
  if (refused) {
    const isHeavy = refused.reason === 'zip_bomb' || refused.reason === 'zip_too_large'
    throw isHeavy ? new Refusal('file_too_heavy', refused) : new Refusal('not_an_archive', { reason: refused.reason })
  }
  const read = readManifest(said)
  refuseOtherFiles(found, read)
  const [exam, ...others] = (rows.get('Exam') ?? []) as ArchivedExam[]
  if (!exam || others.length > 0 || exam.id !== read.examId) throw new Refusal('archive_altered', { file: 'Exam' })
  refuseStrangers(rows, exam)
  return {
    ...{ manifest: read, sha256: sha256(bytes), exam, lines },
    questions: (rows.get('ExamQuestion') ?? []) as unknown as ArchivedQuestion[],
    people: (rows.get('Student') ?? []) as unknown as ArchivedStudent[],
    counts: Object.fromEntries([...rows].map(([table, all]) => [table, all.length])),
    ids: Object.fromEntries(
      [...rows].map(([table, all]) => [table, all.flatMap(({ id }) => (typeof id === 'string' ? id : []))]),
    ),
  }
}

const tableAt = new Map(archivedTables.map(({ table }) => [pathOf({ table }), table] as const))

/**
 * Tables whose rows are kept entirely; of the others only the columns needed for comparisons, since a class gives a
 * hundred thousand answers.
 */
const whole = new Set<ArchiveTableName>(['Exam', 'ExamQuestion', 'Student'])
const compared = ['id', 'courseId', 'studentId', 'messageId', 'attemptId'] as const

const kept = (table: ArchiveTableName, row: ArchiveRow): ArchiveRow =>
  whole.has(table) ? row : Object.fromEntries(compared.flatMap((name) => (name in row ? [[name, row[name]]] : [])))

type Digest = { size: number; sha256: string }

/** Length and hash of a file; passes on its lines, refusing one that is too long. */
async function digestOf(content: Readable, onLine?: (line: string, number: number) => void): Promise<Digest> {
  const hash = createHash('sha256')
  let size = 0
  let number = 0
  let begun: Buffer[] = []
  let length = 0
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
    if (!onLine) continue
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      number += 1
      onLine(Buffer.concat([...begun, chunk.subarray(start, end)]).toString('utf8'), number)
      begun = []
      length = 0
      start = end + 1
    }
    begun.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > mostOf.line) throw new Refusal('file_too_heavy', { reason: 'line' })
  }
  return { size, sha256: hash.digest('hex') }
}

async function shortFile(content: Readable): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostOf.manifest) throw new Refusal('not_an_archive', { reason: 'no_manifest' })
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

/** The archive must contain exactly the files of its manifest, unchanged, and no unknown table. */
function refuseOtherFiles(found: ReadonlyMap<string, Digest>, { files: named }: Manifest) {
  const names = new Set(named.map(({ path }) => path))
  const unnamed = [...found.keys()].filter((path) => !names.has(path))
  const changed = named.filter(({ path, size, sha256: digest }) => {
    const file = found.get(path)
    return file?.size !== size || file.sha256 !== digest
  })
  const [wrong] = [...unnamed, ...changed.map(({ path }) => path)]
  if (wrong !== undefined) throw new Refusal('archive_altered', { file: cutText(wrong, 200) })
  const table = named.find(({ path }) => path.startsWith('donnees/') && !tableAt.has(path))
  if (table) throw new Refusal('archive_other_version', { file: table.path })
}

function readManifest(bytes: Buffer | undefined): Manifest {
  const said = bytes && jsonOf(bytes.toString('utf8'))
  const { format, version } = (said ?? {}) as { format?: unknown; version?: unknown }
  if (format !== archiveFormat) throw new Refusal('not_an_archive', { reason: 'no_manifest' })
  if (version !== archiveVersion) throw new Refusal('archive_other_version', { version })
  const parsed = manifest.safeParse(said)
  if (!parsed.success) throw new Refusal('archive_altered', { file: manifestPath })
  return parsed.data
}

/** Rows may only reference rows of the same archive, so that it cannot put a copy or a mark in another course. */
function refuseStrangers(rows: ReadonlyMap<ArchiveTableName, readonly ArchiveRow[]>, exam: ArchivedExam) {
  const valuesOf = (table: ArchiveTableName, column: string) => (rows.get(table) ?? []).map((row) => row[column])
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
  ['Candidate', 'studentId', 'Student'],
  ['LockedBrowserPass', 'studentId', 'Student'],
  ['LockedBrowserContact', 'studentId', 'Student'],
  ['MessageReading', 'messageId', 'ExamMessage'],
  ['Mark', 'attemptId', 'Attempt'],
] as const

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
