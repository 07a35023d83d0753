import { handedInStatuses } from '#core/attempts/sitting.ts'
import { type Release, releaseFrom, type ShownResults, shownNow } from '#core/exams/release.ts'
import type { Exam } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

export type StoredRelease = Pick<Release, 'what' | 'when'>
type ShownInput = Pick<Exam, 'status' | 'release'>

/** What this student may see of this exam now; null when nothing. */
export const shownOf = (exam: ShownInput, { group }: { group: string }): ShownResults | null =>
  shownNow(releaseFrom(exam.release), { status: exam.status, group })

type ShownToStudentInput = { exam: Exam; attemptId: string | null; group: string }

/** The mark shown in the list of exams: none before the release. */
export async function shownToStudent({ db }: Deps, { exam, attemptId, group }: ShownToStudentInput) {
  const shown = attemptId === null ? null : shownOf(exam, { group })
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
