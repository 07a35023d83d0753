import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import { createCopies } from '#server/exams/create-copies.ts'
import { freeJoinCode, newSeed } from '#server/exams/create-exam.ts'
import { askedCount } from '#server/exams/draw-copy.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { dividedSlots } from '#server/exams/slots.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { startSession } from '#server/platform/sessions.ts'

/** No real course has a slug with a colon. */
export const rehearsalMark = 'rehearsal:'
/** Excludes the exams of rehearsals, which are not counted. */
const notRehearsed = { course: { slug: { not: { startsWith: rehearsalMark } } } } satisfies Prisma.ExamWhereInput

/** Longer than any rehearsal lasts: older data was left by a server that stopped before deleting it. */
const leftoverMs = 5 * 60_000

export type Stage = { courseId: string; examId: string; questionCount: number; studentIds: string[] }

/** Refuses a rehearsal while real copies run, because nothing simulated may slow them down. */
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
 * Copies the questions and terms into a separate course without members, so that no list, result, statistic or export
 * includes it, and deleting the course deletes everything. Only what lets a student start differs: no room code, no
 * window.
 */
export async function setStage(deps: Deps, { students, ...place }: ExamPlace & { students: number }): Promise<Stage> {
  const { course: _course, id, imported: _imported, drawn: _drawn, ...exam } = await requireExam(deps, place)
  const questions = await deps.db.examQuestion.findMany({ where: { examId: id }, orderBy: { position: 'asc' } })
  return deps.db.$transaction(
    async (tx) => {
      const title = `Répétition : ${exam.title}`
      const slug = `${rehearsalMark}${deps.randomBytes(9).toString('hex')}`
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
          // A simulated student is no browser.
          lockedBrowser: 'off',
          quitPassword: '',
          // Everybody on the stage is simulated.
          audience: { kind: 'class' },
          // No page of the course shows it.
          retakeOfId: null,
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
      const slots = await dividedSlots(deps.db, { ...exam, id })
      // One slot after the other, so that the questions of each are rehearsed; groups say who sits when.
      for (const { number } of slots.slice(1))
        await tx.examSlot.create({
          data: { examId: copy.id, number, name: '', groups: [`${number}`], joinCode: await freeJoinCode(deps, tx) },
        })
      const made = await tx.student.createManyAndReturn({
        data: Array.from({ length: students }, (_none, i) => ({
          courseId,
          group: slots.length > 0 ? `${slots[i % slots.length]?.number}` : '',
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

/** Creates the session directly, because two hundred sign-ins from one address would be rate-limited. */
export async function openDoor(deps: Deps, studentId: string) {
  const { token } = await startSession(deps, { studentId, userAgent: 'rehearsal' })
  return token
}

/** Deletes the course, on which all rehearsal data depends. */
export async function clearStage(deps: Deps, { courseId }: Pick<Stage, 'courseId'>) {
  await deps.db.course.deleteMany({ where: { id: courseId, slug: { startsWith: rehearsalMark } } })
  await clearSessionCaches(deps)
}

/** Called by the timer: deletes the data of a server that was killed during a rehearsal. */
export async function clearLeftovers({ db, now }: Deps) {
  const before = new Date(now().getTime() - leftoverMs)
  await db.course.deleteMany({ where: { slug: { startsWith: rehearsalMark }, createdAt: { lt: before } } })
}
