import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import { createCopies } from '#server/exams/create-copies.ts'
import { freeJoinCode, newSeed } from '#server/exams/create-exam.ts'
import { askedCount } from '#server/exams/draw-copy.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCache } from '#server/platform/session.ts'
import { startSession } from '#server/platform/sessions.ts'

/** No course made by hand or from a file has a slug with a colon. */
const mark = 'rehearsal:'
/** Exams that are nobody's: neither counted nor marked. */
export const notRehearsed = { course: { slug: { not: { startsWith: mark } } } } satisfies Prisma.ExamWhereInput

/** Older than any rehearsal lasts: its server stopped before it could delete. */
const leftoverMs = 5 * 60_000

export type Stage = { courseId: string; examId: string; questionCount: number; studentIds: string[] }

/** Can this exam be rehearsed now? Real copies come first: nothing simulated runs beside them. */
export async function requireRehearsable(deps: Deps, place: ExamPlace) {
  const exam = await requireExam(deps, place)
  if (exam.status !== 'published' && exam.status !== 'open') {
    throw new Refusal('exam_wrong_state', { status: exam.status })
  }
  const underWay = await deps.db.attempt.count({
    where: {
      status: 'in_progress',
      acceptsUntil: { gt: deps.now() },
      exam: notRehearsed,
    },
  })
  if (underWay > 0) throw new Refusal('copies_under_way', { count: underWay })
}

/**
 * The same questions and terms in a course of their own, which nobody is a member of: no list, no result, no statistic,
 * no export can reach it, and deleting it deletes everything. Only what lets a student start differs: no room code, no window.
 */
export async function setStage(deps: Deps, { students, ...place }: ExamPlace & { students: number }): Promise<Stage> {
  const { course: _course, id, imported: _imported, ...exam } = await requireExam(deps, place)
  const questions = await deps.db.examQuestion.findMany({ where: { examId: id }, orderBy: { position: 'asc' } })
  return deps.db.$transaction(
    async (tx) => {
      const title = `Répétition : ${exam.title}`
      const slug = `${mark}${deps.randomBytes(9).toString('hex')}`
      const { id: courseId } = await tx.course.create({ data: { slug, title, createdAt: deps.now() } })
      const copy = await tx.exam.create({
        data: {
          ...(exam as Omit<Prisma.ExamUncheckedCreateInput, 'id'>),
          courseId,
          title,
          status: 'open',
          joinCode: await freeJoinCode(deps, tx),
          seed: newSeed(deps),
          opensAt: null,
          closesAt: null,
          networks: [],
          roomCode: 'none',
          createdAt: deps.now(),
        },
      })
      await tx.examQuestion.createMany({
        data: questions.map(({ id: _id, scale, ...question }) => ({
          ...(question as Omit<Prisma.ExamQuestionCreateManyInput, 'id' | 'scale'>),
          ...(scale === null ? {} : { scale: scale }),
          examId: copy.id,
        })),
      })
      const made = await tx.student.createManyAndReturn({
        data: Array.from({ length: students }, (_none, i) => ({
          courseId,
          givenName: 'Répétition',
          familyName: String(i + 1),
        })),
        select: { id: true },
      })
      await createCopies(deps, { tx, examId: copy.id })
      return { courseId, examId: copy.id, questionCount: askedCount(questions), studentIds: made.map(({ id }) => id) }
    },
    { timeout: 60_000 },
  )
}

/** Straight from the server: two hundred sign-ins from one address would rightly be refused. */
export async function openDoor(deps: Deps, studentId: string) {
  const { token } = await startSession(deps, { studentId, userAgent: 'rehearsal' })
  return token
}

/** Everything hangs on the course. */
export async function clearStage(deps: Deps, { courseId }: Pick<Stage, 'courseId'>) {
  await deps.db.course.deleteMany({ where: { id: courseId, slug: { startsWith: mark } } })
  clearSessionCache(deps)
}

/** Called by the timer: what a server that was killed could not delete. */
export async function clearLeftovers({ db, now }: Deps) {
  const before = new Date(now().getTime() - leftoverMs)
  await db.course.deleteMany({ where: { slug: { startsWith: mark }, createdAt: { lt: before } } })
}
