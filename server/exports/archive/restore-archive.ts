import { setImmediate } from 'node:timers/promises'
import { canonicalJson } from '#core/canonical-json.ts'
import { markCopy, newScoreCache } from '#core/grading/marking.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { freeJoinCode, isJoinCodeTaken } from '#server/exams/create-exam.ts'
import { loadMarked } from '#server/grading/corrections/load-copies.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { renewImages } from '#server/questions/images/keep-images.ts'
import { lockClass } from '#server/students/class-lock.ts'
import { archivedTables } from './archived-tables.ts'
import { foreignRow } from './foreign-rows.ts'
import { planRestore, type RestorePlan, renumbered } from './plan-restore.ts'
import { type Archive, readArchive, type Scan } from './read-archive.ts'
import { refuseStrangers } from './refuse-strangers.ts'
import { renameIds } from './rename-ids.ts'
import { type ArchiveRow, type ArchiveTableName, rowOrRefused } from './row-shapes.ts'
import { writeArchiveRows } from './write-rows.ts'

type PreviewArchiveInput = { courseId: string; bytes: Uint8Array; scan?: Scan }

/** The content of an archive and the effect of restoring it; nothing is written. */
export async function previewArchive(deps: Deps, { courseId, ...file }: PreviewArchiveInput) {
  const archive = await readArchive(deps, { ...file, wantsRows: false })
  const plan = await deps.db.$transaction((tx) => planRestore(tx, { courseId, archive }), { timeout: 30_000 })
  const { exam, manifest, people, counts } = archive
  const count = (table: ArchiveTableName) => counts[table] ?? 0
  return {
    fingerprint: plan.fingerprint,
    ...{ examTitle: exam.title, examStatus: exam.status, courseTitle: manifest.courseTitle, timeZone: exam.timeZone },
    closedAt: exam.closedAt && new Date(exam.closedAt).toISOString(),
    ...{ takenAt: manifest.takenAt, signature: archive.signature, isRenumbered: plan.isRenumbered },
    counts: {
      ...{ questions: count('ExamQuestion'), questionsInBank: plan.bank.size, copies: count('Attempt') },
      ...{ journal: count('AnswerEvent'), runs: count('MarkingRun'), marks: count('Mark'), audit: count('AuditLine') },
    },
    people: people.map(({ id, familyName, givenName }) => {
      const match = plan.matches.get(id)
      return {
        familyName,
        givenName,
        by: match?.by ?? null,
        knownAs: match ? (plan.knownAs.get(match.id) ?? null) : null,
      }
    }),
  }
}

type Restore = PreviewArchiveInput & { fingerprint: string; acceptsForeign: boolean; actor: Actor }

/**
 * Restores in one transaction: every row is parsed, written, read back, compared and checked for its course, and every
 * current mark is computed again from the copies, before the commit.
 */
export async function restoreArchive(deps: Deps, { courseId, fingerprint, acceptsForeign, actor, ...file }: Restore) {
  const archive = await readArchive(deps, { ...file, wantsRows: true })
  if (archive.signature === 'foreign' && !acceptsForeign) throw new Refusal('archive_not_trusted')
  return deps.db.$transaction(
    async (tx) => {
      await lockClass(tx, courseId)
      const plan = await planRestore(tx, { courseId, archive })
      if (plan.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
      await tx.$executeRaw`set local timezone to 'UTC'`
      const ids = newIds(deps, { courseId, archive, plan })
      const examId = ids.get(archive.exam.id) ?? archive.exam.id
      const lastLine = await tx.auditLine.aggregate({ _max: { id: true } })
      let count = 0
      for (const table of archivedTables) {
        const rows = await rowsFor(deps, { tx, table: table.table, courseId, archive, plan, ids })
        await writeArchiveRows(tx, { table, rows, examId, lastLine: lastLine._max.id ?? 0n })
        count += rows.length
      }
      await refuseStrangers({ tx, courseId, examId })
      await markAgain(tx, examId)
      const added = archive.people.length - plan.matches.size
      const copies = archive.counts['Attempt'] ?? 0
      await audit(tx, {
        ...{ courseId, actor, action: 'exam.restore', subject: `exam:${examId}` },
        after: {
          ...{ archive: archive.sha256, signedBy: archive.manifest.signedBy, signature: archive.signature },
          ...{ title: archive.exam.title, takenAt: archive.manifest.takenAt, copies, added },
          // The audit entries before this one came with the archive, and record actions elsewhere.
          auditLines: archive.counts['AuditLine'] ?? 0,
        },
      })
      return { examId, copies, added, rows: count }
    },
    { timeout: 300_000, maxWait: 20_000 },
  )
}

type Ids = ReadonlyMap<string, string>
type Place = { courseId: string; archive: Archive; plan: RestorePlan }

/** The new id of each id of the archive. */
function newIds({ randomBytes }: Deps, { courseId, archive, plan }: Place): Ids {
  const fresh = () => uuidFrom(randomBytes(16))
  const ids = new Map([[archive.exam.courseId, courseId]])
  for (const { id } of archive.people) {
    const match = plan.matches.get(id)
    if (match) ids.set(id, match.id)
    else if (plan.takenStudents.has(id)) ids.set(id, fresh())
  }
  if (plan.isRenumbered) for (const table of renumbered) for (const id of archive.ids[table] ?? []) ids.set(id, fresh())
  return ids
}

function uuidFrom(bytes: Buffer) {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

type Rows = Place & { tx: Prisma.TransactionClient; table: ArchiveTableName; ids: Ids }

/** The rows as they will be written, parsed again by their shapes after the renaming. */
async function rowsFor(deps: Deps, asked: Rows): Promise<ArchiveRow[]> {
  const { table, archive, ids } = asked
  const isForeign = archive.signature === 'foreign'
  return inSteps(await hereOnly(deps, asked), (given) => {
    const row = renameIds(given, ids)
    return rowOrRefused(table, isForeign ? foreignRow(table, row) : row)
  })
}

/** In small steps, so that other requests are served during the parsing of up to a hundred thousand answers. */
async function inSteps<T, R>(all: readonly T[], work: (one: T) => R): Promise<R[]> {
  const done: R[] = []
  for (const one of all) {
    done.push(work(one))
    if (done.length % 100 === 0) await setImmediate()
  }
  return done
}

/** Replaces values that only had meaning where the archive was made, under the ids they had. */
async function hereOnly(deps: Deps, { tx, table, courseId, archive, plan }: Rows): Promise<ArchiveRow[]> {
  const rows = await inSteps(archive.lines[table] ?? [], (line) => JSON.parse(line) as ArchiveRow)
  switch (table) {
    case 'Student':
      // Existing students of the class are not overwritten.
      return rows.filter(({ id }) => !plan.matches.has(id as string))
    case 'Image': {
      const hashes = rows.map(({ hash }) => hash as string)
      const here = await renewImages(tx, { courseId, hashes, at: deps.now() })
      return rows.filter(({ hash }) => !here.has(hash as string))
    }
    case 'ExamQuestion':
      return rows.map((row) => {
        const { id = null, versionId = null } = plan.bank.get(row['id'] as string) ?? {}
        return { ...row, questionId: id, versionId }
      })
    case 'Exam': {
      const { joinCode, imported } = archive.exam
      const code = (await isJoinCodeTaken(tx, joinCode)) ? { joinCode: await freeJoinCode(deps, tx) } : {}
      // Undoing an import must only remove the students it added, not those already in the class.
      const added = imported?.added.filter((id) => !plan.matches.has(id))
      const retakeOfId = await firstExamHere(tx, { courseId, rows })
      return rows.map((row) => ({
        ...row,
        ...code,
        retakeOfId,
        ...(imported ? { imported: { ...imported, added } } : {}),
      }))
    }
    case 'ExamSlot': {
      const own: ArchiveRow[] = []
      for (const row of rows) {
        const isTaken = await isJoinCodeTaken(tx, row['joinCode'] as string)
        own.push(isTaken ? { ...row, joinCode: await freeJoinCode(deps, tx) } : row)
      }
      return own
    }
    default:
      return [...rows]
  }
}

/** The exam of which the restored one is the retake, when it is in the course; the link is lost otherwise. */
async function firstExamHere(
  tx: Prisma.TransactionClient,
  { courseId, rows }: { courseId: string; rows: ArchiveRow[] },
) {
  const id = rows[0]?.['retakeOfId'] as string | null | undefined
  const found = id ? await tx.exam.findFirst({ where: { id, courseId, retakeOfId: null }, select: { id: true } }) : null
  return found?.id ?? null
}

/** Computes the current marks again from copies and rules, and compares them exactly. */
async function markAgain(tx: Prisma.TransactionClient, examId: string) {
  // An exam that nobody took has no marking.
  if ((await tx.markingRun.count({ where: { examId } })) === 0) return
  const { run, copies } = await loadMarked(tx, examId)
  const marks = await tx.mark.findMany({ where: { runId: run.id } })
  const byCopy = new Map(marks.map((mark) => [mark.attemptId, mark]))
  const cache = newScoreCache()
  for (const { attemptId, questionIds, answers } of copies) {
    const kept = byCopy.get(attemptId)
    if (!kept) continue
    const { mark, earned, maximum, detail } = kept
    const again = markedOrRefused(() => markCopy(run.rules, { attemptId, questionIds, answers }, cache))
    if (canonicalJson(again) !== canonicalJson({ mark, earned, maximum, detail }))
      throw new Refusal('archive_altered', { file: 'Mark' })
  }
}

/** Rules that cannot mark their own copies prove a forged or damaged archive. */
function markedOrRefused<T>(mark: () => T): T {
  try {
    return mark()
  } catch {
    throw new Refusal('archive_altered', { file: 'MarkingRun' })
  }
}
