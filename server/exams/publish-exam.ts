import { advanceExam } from '#core/exams/exam.ts'
import { termsOf } from '#core/exams/exam-terms.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { askedOf } from './asked-of.ts'
import { drawCopies } from './draw-copies.ts'
import type { DrawnQuestion } from './drawn-question.ts'
import { type ExamPlace, lockExam, requireExamRevision } from './exam.ts'
import { drawFromBank } from './read-draw.ts'
import { unshownQuestions } from './unshown-questions.ts'

type Publication = ExamPlace & { revision: number; actor: Actor }

/** Freezes the questions and rules, and draws the copy of every student of the course. */
export async function publishExam(deps: Deps, { revision, actor, ...place }: Publication) {
  await deps.db.$transaction(
    async (tx) => {
      const exam = await lockExam(tx, place)
      // A second click has no effect.
      if (exam.status === 'published') return
      if (exam.status === 'draft') requireExamRevision(exam, revision)
      const { drawn, shortfalls } = await drawFromBank({ db: tx }, exam)
      if (shortfalls.length > 0) throw new Refusal('blueprint_not_honoured', { shortfalls })
      const keys = unshownQuestions(exam, drawn)
      if (keys.length > 0) throw new Refusal('question_unshown', { keys })
      const status = advanceExam(exam.status, { type: 'publish', questionCount: drawn.length })
      requireDates(exam, deps.now())
      await freeze(tx, { exam, drawn })
      await tx.exam.update({
        where: { id: exam.id },
        data: { status, publishedAt: deps.now(), revision: exam.revision + 1 },
      })
      const after = { status, seed: exam.seed, versions: drawn.map(({ versionId }) => versionId) }
      await audit(tx, {
        courseId: exam.courseId,
        actor,
        action: 'exam.publish',
        subject: `exam:${exam.id}`,
        before: { status: exam.status },
        after,
      })
    },
    { timeout: 60_000 },
  )
  await drawCopies(deps, place.examId)
  return place
}

/** Dates are optional; when given, they must leave somebody the whole duration. */
function requireDates({ opensAt, closesAt, limitMinutes }: Exam, now: Date) {
  if (closesAt === null) return
  if (closesAt <= now) throw new Refusal('exam_dates_inconsistent', { reason: 'closes_in_the_past' })
  if (opensAt !== null && closesAt <= opensAt)
    throw new Refusal('exam_dates_inconsistent', { reason: 'closes_before_it_opens' })
  const from = opensAt !== null && opensAt > now ? opensAt : now
  if (closesAt.getTime() - from.getTime() < limitMinutes * 60_000) {
    throw new Refusal('exam_dates_inconsistent', { reason: 'shorter_than_the_duration' })
  }
}

async function freeze(tx: Prisma.TransactionClient, { exam, drawn }: { exam: Exam; drawn: readonly DrawnQuestion[] }) {
  await tx.examQuestion.createMany({
    data: drawn.map((one, position) => ({
      ...frozenTerms(exam, one),
      examId: exam.id,
      position,
      questionId: one.questionId,
      versionId: one.versionId,
      questionKey: one.content.id,
      section: one.content.section,
      stratum: one.stratum?.name ?? null,
      take: one.stratum?.take ?? null,
      asked: askedOf(one),
      content: one.content,
      explained: {
        explanation: one.rendered.explanation,
        feedback: Object.fromEntries(
          one.rendered.choices.flatMap(({ id, feedback }) => (feedback ? [[id, feedback]] : [])),
        ),
      },
    })),
  })
}

function frozenTerms(exam: Exam, { content }: DrawnQuestion) {
  const { points, scale } = termsOf(content, exam)
  return { points, ...(scale ? { scale: scale } : {}) }
}
