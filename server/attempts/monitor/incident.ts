import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

/** Adds an entry to the log. Entries never change: a mistake is corrected by another entry. */
export async function addIncident(deps: Deps, { text, actor, ...place }: ExamPlace & { text: string; actor: Actor }) {
  await requireExam(deps, place)
  const { examId } = place
  await deps.db.incident.create({
    data: { examId, at: deps.now(), text, authorName: actor.name, authorId: actor.id },
  })
  return { done: true as const }
}

/** The place and the invigilators, printed on the minutes as given. */
export async function setRoom(
  deps: Deps,
  { room, invigilators, actor, ...place }: ExamPlace & { room: string; invigilators: string; actor: Actor },
) {
  await requireExam(deps, place)
  await deps.db.$transaction(async (tx) => {
    const where = { id: place.examId }
    const before = await tx.exam.findUniqueOrThrow({ where, select: { room: true, invigilators: true } })
    // Calendars show the room: a greater revision is how they know of another one.
    await tx.exam.update({ where, data: { room, invigilators, revision: { increment: before.room === room ? 0 : 1 } } })
    await audit(tx, {
      ...{ courseId: place.courseId, actor, action: 'exam.room', subject: `exam:${place.examId}`, before },
      after: { room, invigilators },
    })
  })
  return { done: true as const }
}
