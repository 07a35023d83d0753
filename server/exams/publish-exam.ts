import { advanceExam } from '#core/exams/exam.ts'
import { termsOf } from '#core/exams/exam-terms.ts'
import { holdsBack } from '#core/exams/publish-rule.ts'
import { windowFault } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { askedOf } from './asked-of.ts'
import { drawCopies } from './draw-copies.ts'
import { drawFromBank } from './draw-from-bank.ts'
import type { DrawnQuestion } from './drawn-question.ts'
import { type ExamPlace, lockExam, requireExamRevision } from './exam.ts'
import { lintDrawn } from './lint-drawn.ts'
import { findPublishRule } from './publish-rule.ts'

import { readSlots } from './slots.ts'
import { unfitQuestions } from './unfit-questions.ts'
import { unshownQuestions } from './unshown-questions.ts'

type Publication = ExamPlace & { revision: number; actor: Actor }

/** Freezes the questions and rules, and draws the copy of every student of the audience. */
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
      const unfit = unfitQuestions(exam, drawn)
      if (unfit.length > 0) throw new Refusal('scale_unfit', { keys: unfit })
      const remarks = await lintDrawn(tx, exam.courseId, drawn)
      const publishRule = await findPublishRule(tx, exam.courseId)
      const held = remarks.filter((remark) => holdsBack(publishRule, remark))
      if (held.length > 0) throw new Refusal('questions_to_mend', { keys: [...new Set(held.map(({ key }) => key))] })
      const status = advanceExam(exam.status, { type: 'publish', questionCount: drawn.length })
      await requireAudience(tx, exam)
      await requireDates(tx, exam, deps.now())
      await freeze(tx, { exam, drawn })
      await tx.exam.update({
        where: { id: exam.id },
        data: { status, publishedAt: deps.now(), revision: exam.revision + 1 },
      })
      const explained = remarks.flatMap(({ key, code, allowed }) => (allowed ? [{ key, code, reason: allowed }] : []))
      const versions = drawn.map(({ versionId }) => versionId)
      const after = { status, publishRule, explained, seed: exam.seed, versions }
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

/** An exam for nobody would wait for ever. A class may still be empty: its students get their copy when they come. */
async function requireAudience(tx: Prisma.TransactionClient, exam: Exam) {
  if (exam.audience.kind === 'class') return
  const people = await tx.student.count({ where: { courseId: exam.courseId, archivedAt: null, ...inAudienceOf(exam) } })
  if (people === 0) throw new Refusal('audience_empty')
}

/** Of each slot: dates are optional for one alone; when given, they must leave somebody the whole duration. */
async function requireDates(tx: Prisma.TransactionClient, exam: Exam, now: Date) {
  const slots = await readSlots(tx, exam)
  for (const slot of slots) {
    const { limitMinutes } = exam
    const reason = windowFault(slot, { now, limitMinutes, isAlone: slots.length === 1 })
    const which = slots.length > 1 ? { slot: slot.name, number: slot.number } : {}
    if (reason !== null) throw new Refusal('exam_dates_inconsistent', { reason, ...which })
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
      slots: [...one.slots],
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
