import { handedInStatuses } from '#core/attempts/sitting.ts'
import { type Release, type ReleaseParts, releaseFrom, type ShownResults, shownNow } from '#core/exams/release.ts'
import { hasSeveralWindows } from '#core/exams/slots.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

export type StoredRelease = Pick<Release, 'what' | 'when'>
type ShownInput = Pick<Exam, 'status'> & { release: StoredRelease }

/** What this student may see of this exam now; null when nothing. */
export async function shownOf(
  db: Prisma.TransactionClient,
  exam: ShownInput & { id: string },
  { group }: { group: string },
): Promise<ShownResults | null> {
  const release = releaseFrom(exam.release)
  // Only of an open exam that shows marks early does it depend on who sits when.
  const mayBeEarly = exam.status === 'open' && release.what !== 'never' && (release.early || release.when === 'at_once')
  const hasSeveralWindows = mayBeEarly && (await severalWindows(db, exam.id))
  return shownNow(release, { status: exam.status, group, hasSeveralWindows })
}

/** The parts of the review they may see now; null when none. It waits for the end of the exam, whoever sits when. */
export const reviewOf = (exam: ShownInput, { group }: { group: string }): ReleaseParts | null =>
  shownNow(releaseFrom(exam.release), { status: exam.status, group, hasSeveralWindows: false })?.review ?? null

/** Whether somebody sits at another time than the others. */
export async function severalWindows(db: Prisma.TransactionClient, examId: string): Promise<boolean> {
  const slots = await db.examSlot.count({ where: { examId } })
  const own = { examId, OR: [{ opensAt: { not: null } }, { closesAt: { not: null } }] }
  const overrides = slots > 0 ? [] : await db.candidate.findMany({ where: own, take: 1 })
  return hasSeveralWindows(slots + 1, overrides)
}

type ShownToStudentInput = { exam: ShownInput & Pick<Exam, 'id' | 'markRule'>; attemptId: string | null; group: string }

/** The mark shown in the list of exams: none before the release. */
export async function shownToStudent({ db }: Deps, { exam, attemptId, group }: ShownToStudentInput) {
  const shown = attemptId === null ? null : await shownOf(db, exam, { group })
  if (attemptId === null || shown === null) return { mark: null, canReview: false }
  // Only the current run counts: a copy it voided has no mark, whatever an older run gave it.
  const run = await db.markingRun.findFirst({
    where: { examId: exam.id },
    orderBy: { number: 'desc' },
    select: { marks: { where: { attemptId, attempt: closed }, select: { mark: true } } },
  })
  const mark = run?.marks[0]
  if (!mark) return { mark: null, canReview: false }
  return {
    mark: { hundredths: mark.mark, outOf: exam.markRule.outOf },
    canReview: shown.review !== null,
  }
}

/** A reopened copy shows no mark until it is marked again. */
const closed = { status: { in: [...handedInStatuses] }, markedAt: { not: null } }
