import { paperDevice, readPaper } from '#core/exams/paper.ts'
import { Refusal } from '#core/refusal.ts'
import { changeAttempt } from '#server/attempts/change.ts'
import type { CopyPlace } from '#server/attempts/exam-of-course.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { markPending } from '../mark-pending.ts'
import { findCopy, lettersOfCopy, requirePublished, sheetOf } from './paper-copy.ts'
import { paperRefusalOf, requireOnPaper } from './type-paper-copy.ts'

type HandedIn = CopyPlace & { revision: number; reason: string; actor: Actor }

/** Submits a typed paper copy, by the same transition as any copy; it is then marked like any other. */
export async function handInPaperCopy(deps: Deps, { revision, reason, actor, ...place }: HandedIn) {
  const exam = await requirePublished(deps, place)
  const copy = await findCopy(deps, place)
  requireOnPaper(copy)
  if ((copy.paperEntry?.revision ?? 0) !== revision) throw new Refusal('changed_meanwhile')
  // A copy submitted before may have been read by its student, so changing it needs a reason.
  if (copy.device === paperDevice && reason === '') throw new Refusal('invalid_request', { reason: 'missing' })
  const read = readPaper(await sheetOf(deps, { exam, copy }), await lettersOfCopy(deps, copy))
  if ('fault' in read) throw paperRefusalOf(read.fault)
  const { answers } = read
  const { attemptId, courseId, examId } = place
  await changeAttempt(deps, { attemptId, reach: { courseId }, event: { type: 'paper', answers, reason }, actor })
  await markPending(deps, examId)
  return { answeredCount: answers.filter(({ choices }) => choices.length > 0).length, questionCount: answers.length }
}
