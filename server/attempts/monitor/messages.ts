import { Refusal } from '#core/refusal.ts'
import type { Attempt } from '#prisma/client/client.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import { notifyPages } from '#server/attempts/sitting/attempt-events.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { firstWordsOf } from '#server/questions/queries.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'

type SendMessageInput = ExamPlace & {
  text: string
  attemptIds?: string[] | undefined
  questionId?: string | undefined
  actor: Actor
}

/**
 * Sends a message to one, some or all students. It arrives with the next acknowledgement, or within seconds through
 * each page's event stream; a student who has not started gets it with the copy. Closed copies are left out, and so are
 * those that do not ask the question it is about.
 */
export async function sendMessage(deps: Deps, { text, attemptIds, questionId, actor, ...place }: SendMessageInput) {
  await requireExam(deps, place)
  if (questionId && (await deps.db.examQuestion.count({ where: { id: questionId, examId: place.examId } })) === 0)
    throw new Refusal('not_found')
  const named = attemptIds ? { id: { in: attemptIds } } : {}
  const attempts = await deps.db.attempt.findMany({
    where: { examId: place.examId, ...named, student: { archivedAt: null } },
    select: { id: true, status: true, paper: questionId !== undefined },
  })
  if (attemptIds && attempts.length < new Set(attemptIds).size) throw new Refusal('not_found')
  const asks = ({ paper = [] }: Partial<Pick<Attempt, 'paper'>>) =>
    questionId === undefined || paper.some((question) => question.questionId === questionId)
  const isOpen = ({ status }: Pick<Attempt, 'status'>) =>
    status === 'ready' || status === 'in_progress' || status === 'paused'
  const open = attempts.filter((attempt) => isOpen(attempt) && asks(attempt))
  if (open.length === 0) throw new Refusal('nobody_to_tell')
  const ids = open.map(({ id }) => id)
  const { id: messageId } = await deps.db.examMessage.create({
    data: {
      examId: place.examId,
      text,
      questionId: questionId ?? null,
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
  const about = await openingsOf(
    deps,
    rows.flatMap(({ questionId }) => questionId ?? []),
  )
  const messages = rows.map(({ id, text, questionId, sentAt, authorName, readings }) => ({
    id,
    text,
    about: questionId === null ? null : (about.get(questionId) ?? ''),
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

/** The questions a message can be about, in the order of the exam; nobody learns them here before it is open. */
export async function listAskedQuestions(deps: Deps, place: ExamPlace) {
  const { status } = await requireExam(deps, place)
  if (status === 'draft' || status === 'published') throw new Refusal('exam_not_open')
  const rows = await deps.db.examQuestion.findMany({
    where: { examId: place.examId },
    orderBy: { position: 'asc' },
    select: { id: true, asked: true },
  })
  return { questions: rows.map(({ id, asked }) => ({ id, opening: firstWordsOf(asked.stem) })) }
}

async function openingsOf({ db }: Deps, ids: string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.examQuestion.findMany({ where: { id: { in: ids } }, select: { id: true, asked: true } })
  return new Map(rows.map(({ id, asked }) => [id, firstWordsOf(asked.stem)]))
}
