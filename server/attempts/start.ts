import { requireOpen } from '#core/exam.ts'
import { Refusal } from '#core/refusal.ts'
import { createCopies } from '#server/exams/create-copies.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { studentActor } from './actor.ts'
import { changeAttempt } from './change.ts'
import { sittingOf } from './sitting.ts'

/** Starts the copy of this student, or goes on with it: a double click, two tabs, two replicas get the same one. */
export async function startAttempt(
  deps: Deps,
  caller: StudentCaller,
  { examId, device }: { examId: string; device: string },
) {
  const attemptId = await findOrDraw(deps, caller, examId)
  const changed = await changeAttempt(deps, {
    attemptId,
    reach: { studentId: caller.studentId },
    event: { type: 'start', device },
    actor: studentActor(caller),
  })
  return sittingOf(deps, changed, changed.now)
}

type Found = {
  id: string | null
  startedAt: Date | null
  examStatus: 'draft' | 'published' | 'open' | 'closed' | 'released'
}

async function findOrDraw(deps: Deps, { studentId, courseId }: StudentCaller, examId: string): Promise<string> {
  const { rows } = await deps.pool.query<Found>({
    name: 'attempt-of-exam',
    text: `select a.id, a."startedAt", e.status as "examStatus"
           from "Exam" e left join "Attempt" a on a."examId" = e.id and a."studentId" = $2
           where e.id = $1 and e."courseId" = $3`,
    values: [examId, studentId, courseId],
  })
  const found = rows[0]
  if (!found || found.examStatus === 'draft') throw new Refusal('not_found')
  // A copy already started goes on by its own clock, whatever the exam does meanwhile.
  if (!found.startedAt) requireOpen(found.examStatus)
  if (found.id) return found.id
  // Added to the class after the publication: the copy is drawn now.
  await deps.db.$transaction((tx) => createCopies(deps, { tx, examId, studentId }))
  const drawn = await deps.db.attempt.findUniqueOrThrow({ where: { examId_studentId: { examId, studentId } } })
  return drawn.id
}
