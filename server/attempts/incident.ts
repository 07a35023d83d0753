import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type ExamPlace, requireExam } from './exam-of-course.ts'

/** A line of the log. It is never changed: a mistake is put right by another line. */
export async function addIncident(deps: Deps, { text, actor, ...place }: ExamPlace & { text: string; actor: Actor }) {
  await requireExam(deps, place)
  const { examId } = place
  await deps.db.incident.create({
    data: { examId, at: deps.now(), text, authorName: actor.name, authorId: actor.id },
  })
  return { done: true as const }
}

/** Where, and who watches: written on the minutes as given. */
export async function setRoom(
  deps: Deps,
  { room, invigilators, ...place }: ExamPlace & { room: string; invigilators: string },
) {
  await requireExam(deps, place)
  await deps.db.exam.update({ where: { id: place.examId }, data: { room, invigilators } })
  return { done: true as const }
}
