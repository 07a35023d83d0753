import { canonicalJson } from '#core/canonical-json.ts'
import { type Match, matchPeople } from '#core/exports/archive-people.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { listKnown } from '#server/students/queries.ts'
import { fromArchive } from './foreign-rows.ts'
import type { Archive } from './read-archive.ts'
import type { ArchiveTableName } from './row-shapes.ts'

type Bank = { id: string; versionId: string | null }

export type RestorePlan = {
  /** Student of the archive → matching student of the class; a student without an entry is new. */
  matches: ReadonlyMap<string, Match>
  knownAs: ReadonlyMap<string, string>
  /** Frozen question → the question of this course's bank it came from, if present. */
  bank: ReadonlyMap<string, Bank>
  isRenumbered: boolean
  takenStudents: ReadonlySet<string>
  fingerprint: string
}

/** The effect of restoring this archive in this course, in its current state. */
export async function planRestore(
  tx: Prisma.TransactionClient,
  { courseId, archive }: { courseId: string; archive: Archive },
): Promise<RestorePlan> {
  await refuseTwice(tx, { courseId, archive })
  const known = await listKnown(tx, courseId)
  const matches = matchPeople(archive.people, known)
  const names = new Map(known.map(({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`]))
  const bank = await findInBank(tx, { courseId, archive })
  const isRenumbered = await isAnyIdTaken(tx, archive)
  const taken = await tx.student.findMany({
    where: { id: { in: archive.people.map(({ id }) => id) } },
    select: { id: true },
  })
  const said = { sha256: archive.sha256, courseId, matches: [...matches], bank: [...bank], isRenumbered }
  return {
    ...{ matches, knownAs: names, bank, isRenumbered },
    takenStudents: new Set(taken.map(({ id }) => id)),
    fingerprint: sha256(canonicalJson(said)),
  }
}

/** Refuses when the exam is already in this course, or this archive was already restored in it. */
async function refuseTwice(
  tx: Prisma.TransactionClient,
  { courseId, archive }: { courseId: string; archive: Archive },
) {
  const same = await tx.exam.findFirst({ where: { id: archive.exam.id, courseId }, select: { id: true } })
  if (same) throw new Refusal('archive_already_here', { examId: same.id })
  const lines = await tx.auditLine.findMany({
    where: {
      ...{ courseId, action: 'exam.restore', after: { path: ['archive'], equals: archive.sha256 } },
      // Restorations recorded inside an archive took place elsewhere.
      NOT: { actorName: { endsWith: fromArchive } },
    },
    select: { subject: true },
  })
  const ids = lines.map(({ subject }) => subject.replace('exam:', ''))
  const restored = await tx.exam.findFirst({ where: { id: { in: ids }, courseId }, select: { id: true } })
  if (restored) throw new Refusal('archive_already_here', { examId: restored.id })
}

/** By its former id, else by the key in its file. */
async function findInBank(tx: Prisma.TransactionClient, { courseId, archive }: { courseId: string; archive: Archive }) {
  const { questions } = archive
  const rows = await tx.question.findMany({
    where: {
      courseId,
      OR: [
        { id: { in: questions.flatMap(({ questionId }) => questionId ?? []) } },
        { key: { in: questions.map(({ questionKey }) => questionKey) } },
      ],
    },
    include: { versions: { select: { id: true } } },
  })
  const bank = new Map<string, Bank>()
  for (const { id, questionId, versionId, questionKey } of questions) {
    // A question written only for this exam was in no bank.
    if (questionId === null) continue
    const found = rows.find((row) => row.id === questionId) ?? rows.find((row) => row.key === questionKey)
    const isKept = found?.versions.some((version) => version.id === versionId)
    if (found) bank.set(id, { id: found.id, versionId: isKept ? versionId : null })
  }
  return bank
}

async function isAnyIdTaken(tx: Prisma.TransactionClient, archive: Archive) {
  const taken = async (table: ArchiveTableName, count: (ids: string[]) => Promise<number>) => {
    const ids = archive.ids[table] ?? []
    return ids.length > 0 && (await count(ids)) > 0
  }
  const where = (ids: string[]) => ({ where: { id: { in: ids } } })
  const found = [
    await taken('Exam', (ids) => tx.exam.count(where(ids))),
    await taken('ExamQuestion', (ids) => tx.examQuestion.count(where(ids))),
    await taken('Attempt', (ids) => tx.attempt.count(where(ids))),
    await taken('ExamMessage', (ids) => tx.examMessage.count(where(ids))),
    await taken('MarkingRun', (ids) => tx.markingRun.count(where(ids))),
    await taken('Contestation', (ids) => tx.contestation.count(where(ids))),
  ]
  return found.includes(true)
}

export const renumbered = [
  'Exam',
  'ExamQuestion',
  'Attempt',
  'ExamMessage',
  'MarkingRun',
  'Contestation',
  'LockedBrowserPass',
] as const
