import { type Release, type ReleaseParts, releaseFrom, type ShownResults, shownNow } from '#core/exams/release.ts'
import { hasSeveralWindows } from '#core/exams/slots.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handedInList } from '#server/platform/status-lists.ts'

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

const nothing = { mark: null, canReview: false, answeredContestations: 0 }

/** The mark shown in the list of exams: none before the release. */
export async function shownToStudent(deps: Deps, { exam, attemptId, group }: ShownToStudentInput) {
  const shown = attemptId === null ? null : await shownOf(deps.db, exam, { group })
  if (attemptId === null || shown === null) return nothing
  const marked = await findMark(deps, attemptId)
  if (!marked) return nothing
  const canReview = shown.review !== null
  return {
    mark: { hundredths: marked.mark, outOf: exam.markRule.outOf },
    canReview,
    answeredContestations: canReview ? marked.answered : 0,
  }
}

type Marked = { mark: number; answered: number }

/**
 * Only the current run counts: a copy it voided has no mark, whatever an older run gave it; a reopened one has none until
 * it is marked again.
 */
const findMark = batched(async ({ pool }: Deps, attemptIds: string[]): Promise<(Marked | undefined)[]> => {
  const { rows } = await pool.query<Marked & { id: string }>({
    name: 'marks-of-attempts',
    text: `select a.id, m.mark, (
             select count(*)::int from "Contestation" c where c."attemptId" = a.id and c."answeredAt" is not null
           ) as answered
           from "Attempt" a join lateral (
             select r.id from "MarkingRun" r where r."examId" = a."examId" order by r.number desc limit 1
           ) run on true
           join "Mark" m on m."runId" = run.id and m."attemptId" = a.id
           where a.id = any($1::uuid[]) and a.status in ${handedInList.sql} and a."markedAt" is not null`,
    values: [[...new Set(attemptIds)]],
  })
  const found = new Map(rows.map((row) => [row.id, row]))
  return attemptIds.map((id) => found.get(id))
})
