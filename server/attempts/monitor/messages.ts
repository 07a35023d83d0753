import { Refusal } from '#core/refusal.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import { notifyPages } from '#server/attempts/sitting/attempt-events.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'

type SendMessageInput = ExamPlace & { text: string; attemptIds?: string[] | undefined; actor: Actor }

/**
 * Sends a message to one, some or all students. It arrives with the next acknowledgement, or within seconds through
 * each page's event stream; a student who has not started gets it with the copy. Closed copies are left out.
 */
export async function sendMessage(deps: Deps, { text, attemptIds, actor, ...place }: SendMessageInput) {
  await requireExam(deps, place)
  const named = attemptIds ? { id: { in: attemptIds } } : {}
  const attempts = await deps.db.attempt.findMany({
    where: { examId: place.examId, ...named, student: { archivedAt: null } },
    select: { id: true, status: true },
  })
  if (attemptIds && attempts.length < new Set(attemptIds).size) throw new Refusal('not_found')
  const open = attempts.filter(({ status }) => status === 'ready' || status === 'in_progress' || status === 'paused')
  if (open.length === 0) throw new Refusal('nobody_to_tell')
  const ids = open.map(({ id }) => id)
  const { id: messageId } = await deps.db.examMessage.create({
    data: {
      examId: place.examId,
      text,
      sentAt: deps.now(),
      authorName: actor.name,
      authorId: actor.id,
      readings: { createMany: { data: ids.map((attemptId) => ({ attemptId })) } },
    },
  })
  await notifyPages(deps.pool, ids)
  return { messageId, recipientCount: ids.length }
}

const most = 200

export async function listMessages(deps: Deps, place: ExamPlace) {
  await requireExam(deps, place)
  const rows = await deps.db.examMessage.findMany({
    where: { examId: place.examId },
    orderBy: { sentAt: 'desc' },
    take: most,
    include: {
      readings: {
        include: { attempt: { select: { student: { select: { id: true, givenName: true, familyName: true } } } } },
      },
    },
  })
  const homonyms = await readHomonyms(deps, place.courseId)
  const messages = rows.map(({ id, text, sentAt, authorName, readings }) => ({
    id,
    text,
    sentAt: sentAt.toISOString(),
    from: authorName,
    recipients: readings.map(({ attemptId, readAt, attempt: { student } }) => ({
      attemptId,
      name: fullNameOf(student, homonyms),
      readAt: readAt?.toISOString() ?? null,
    })),
  }))
  return { messages }
}
