import { z } from 'zod'
import { content } from '#contract/content.ts'
import { release } from '#contract/exams.ts'
import { scale } from '#contract/scale.ts'
import { questionTypes } from '#core/question.ts'
import { Refusal } from '#core/refusal.ts'
import { sha256 } from '#server/platform/canonical.ts'
import type { Deps } from '#server/platform/deps.ts'
import { unzip } from '#server/questions/formats/unzip.ts'
import { isFault, readImage } from '#server/questions/images/read-image.ts'
import { archivedTables, pathOf } from './archived-tables.ts'
import { archiveFormat, archiveVersion, type Manifest, manifest, manifestPath, standingOf } from './manifest.ts'

export type Archive = {
  manifest: Manifest
  /** Of the whole file: the same archive is known when it comes back. */
  sha256: string
  signature: 'ours' | 'foreign'
  /** Table → its rows, as text. */
  rows: ReadonlyMap<string, readonly string[]>
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

  const rows = new Map(archivedTables.map((one) => [one.table, linesOf(files.get(pathOf(one)))]))
  const parsed = <S extends z.ZodType>(table: string, schema: S) =>
    (rows.get(table) ?? []).map((row): z.output<S> => {
      const { success, data } = schema.safeParse(jsonOf(row))
      if (!success) throw new Refusal('archive_altered', { file: pathOf({ table }) })
      return data
    })
  const [exam, ...others] = parsed('Exam', archivedExam)
  if (!exam || others.length > 0 || exam.id !== read.examId) throw new Refusal('archive_altered', { file: 'Exam' })
  parsed('Attempt', archivedCopy)
  parsed('Image', archivedImage)
  refuseStrangers(rows, exam)
  return {
    ...{ manifest: read, sha256: sha256(bytes), signature, rows, exam },
    questions: parsed('ExamQuestion', archivedQuestion),
    people: parsed('Student', archivedStudent),
  }
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
  const valuesOf = (table: string, column: string) =>
    (rows.get(table) ?? []).map((row) => (jsonOf(row) as Record<string, unknown> | null)?.[column])
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

// What browsers are shown as it is, and what later code trusts, is read again as closely as when it was first written.
const asked = z.object({
  type: z.enum(questionTypes),
  stem: content,
  choices: z.array(z.object({ id: z.string().max(64), text: content })).max(100),
})
const archivedQuestion = z.looseObject({
  id: z.uuid(),
  questionId: z.uuid().nullable(),
  versionId: z.uuid().nullable(),
  questionKey: z.string(),
  scale: scale.nullable(),
  asked,
  content: z.looseObject({ type: z.enum(questionTypes), choices: z.array(z.looseObject({ id: z.string() })) }),
  explained: z.object({ explanation: content, feedback: z.record(z.string(), content) }),
})
export type ArchivedQuestion = z.output<typeof archivedQuestion>

const archivedExam = z.looseObject({
  id: z.uuid(),
  courseId: z.uuid(),
  title: z.string().max(500),
  status: z.enum(['closed', 'released']),
  joinCode: z.string(),
  closedAt: z.string().nullable(),
  timeZone: z.string(),
  scale,
  markRule: z.looseObject({ outOf: z.int(), grain: z.int(), rounding: z.string() }),
  release,
  imported: z.object({ byName: z.string(), added: z.array(z.uuid()) }).nullable(),
})
export type ArchivedExam = z.output<typeof archivedExam>

const archivedStudent = z.looseObject({
  id: z.uuid(),
  familyName: z.string().max(500),
  givenName: z.string().max(500),
  number: z.string().nullable(),
  email: z.string().nullable(),
})
export type ArchivedStudent = z.output<typeof archivedStudent>

const archivedCopy = z.looseObject({
  id: z.uuid(),
  status: z.enum(['ready', 'submitted', 'expired', 'voided']),
  paper: z.array(z.looseObject({ questionId: z.uuid(), choiceIds: z.array(z.string()) })),
})

/** Shown to browsers as what its bytes are: read as closely as one that is uploaded, under the hash it says. */
const archivedImage = z
  .looseObject({
    hash: z.string(),
    type: z.string(),
    width: z.int(),
    height: z.int(),
    bytes: z.string().regex(/^\\x([0-9a-f]{2})*$/),
  })
  .refine(({ hash, type, width, height, bytes }) => {
    const read = readImage(Buffer.from(bytes.slice(2), 'hex'))
    return !isFault(read) && read.hash === hash && read.type === type && read.width === width && read.height === height
  })
