import type { Exam } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

export type ReleasePolicy = { what: 'never' | 'mark' | 'review'; when: 'at_close' | 'by_hand' }

/** Whether students may see their marks: the exam is released. `at_close` exams are released by the timer. */
export const isReleased = (exam: Pick<Exam, 'status' | 'release'>) =>
  exam.status === 'released' && (exam.release as ReleasePolicy).what !== 'never'

export const canReview = (exam: Pick<Exam, 'status' | 'release'>) =>
  isReleased(exam) && (exam.release as ReleasePolicy).what === 'review'

/** What the list of exams may say of a mark: nothing at all before the release. */
export async function shownToStudent({ db }: Deps, { exam, attemptId }: { exam: Exam; attemptId: string | null }) {
  if (!attemptId || !isReleased(exam)) return { mark: null, canReview: false }
  // Only the run that counts speaks: a copy it voided has no mark, whatever an older run gave it.
  const run = await db.markingRun.findFirst({
    where: { examId: exam.id },
    orderBy: { number: 'desc' },
    select: { marks: { where: { attemptId }, select: { mark: true } } },
  })
  const mark = run?.marks[0]
  if (!mark) return { mark: null, canReview: false }
  return {
    mark: { hundredths: mark.mark, outOf: (exam.markRule as { outOf: number }).outOf },
    canReview: canReview(exam),
  }
}
