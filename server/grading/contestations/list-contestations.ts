import { ticksOf } from '#core/exams/certainty.ts'
import { consequencesOf } from '#core/grading/correction.ts'
import type { RuledQuestion } from '#core/grading/marking.ts'
import { Refusal } from '#core/refusal.ts'
import type { Contestation } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sharedContexts } from '#server/questions/contexts.ts'
import { allChoices } from '#server/questions/seen-choices.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'
import { questionOpeningOf, ruledView } from '../corrections/describe.ts'
import { loadMarked, type MarkedExam } from '../corrections/load-copies.ts'
import { newestRun } from '../runs.ts'

export async function listContestations(deps: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const { db } = deps
  const exam = await db.exam.findFirst({ where: { id: examId, courseId }, include: { questions: true } })
  if (!exam) throw new Refusal('not_found')
  const rows = await db.contestation.findMany({
    where: { attempt: { examId } },
    include: { attempt: { select: { student: { select: { id: true, givenName: true, familyName: true } } } } },
    orderBy: { createdAt: 'asc' },
    take: 5_000,
  })
  const homonyms = await readHomonyms(deps, courseId)
  const questions = new Map(exam.questions.map((question) => [question.id, question]))
  const contested = exam.questions.filter(({ id }) => rows.some(({ questionId }) => questionId === id))
  const shared = sharedContexts(deps, contested, ({ asked }) => asked.context)
  const marked = rows.length > 0 && (await newestRun(db, examId)) ? await loadMarked(db, examId) : null
  const outlookOf = outlooks(marked)
  return {
    examTitle: exam.title,
    timeZone: exam.timeZone,
    until: exam.contestableUntil?.toISOString() ?? null,
    isReleased: exam.releasedAt !== null,
    ...shared.contexts,
    questions: contested.map((question) => ({
      id: question.id,
      ...shared.named(question),
      stem: question.asked.stem,
      type: question.asked.type,
      choices: allChoices(question.asked, { key: marked?.run.rules.questions[question.id] ?? question.content }),
      parts: question.asked.parts,
      ruled: marked ? ruledView(marked.run.rules.questions[question.id] as RuledQuestion) : null,
    })),
    contestations: rows
      .flatMap(({ attempt: { student }, ...row }) => {
        const question = questions.get(row.questionId)
        if (!question) return []
        const studentName = fullNameOf(student, homonyms)
        const { attemptId, answeredByName } = row
        const place = { position: question.position + 1, opening: questionOpeningOf(question) }
        return [
          {
            ...contestationView(row),
            ...{ ...place, attemptId, answeredByName, studentName },
            ...outlookOf(attemptId, row.questionId),
          },
        ]
      })
      .sort((one, other) => one.position - other.position),
  }
}

export const contestationView = ({ createdAt, answeredAt, ...row }: Contestation) => ({
  ...row,
  createdAt: createdAt.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
})

/**
 * What a student chose, their mark, and the mark they would have if that answer were accepted too, worked out by the
 * rule of a correction: whoever answers knows whether agreeing is worth a correction.
 */
function outlooks(marked: MarkedExam | null) {
  const copies = new Map(marked?.copies.map((copy) => [copy.attemptId, copy]))
  return (attemptId: string, questionId: string) => {
    const copy = copies.get(attemptId)
    const ticked = [...ticksOf(copy?.answers.get(questionId) ?? [])]
    const mark = copy?.before ?? null
    if (!marked || !copy || mark === null || ticked.length === 0) return { ticked, mark, markIfAccepted: null }
    const change = { kind: 'accept_also' as const, questionId, choiceIds: ticked }
    const asked = { rules: marked.run.rules, change, policy: { kind: 'full' as const }, copies: [copy] }
    return { ticked, mark, markIfAccepted: markIfAccepted(asked) }
  }
}

/** Null for an answer that cannot be a key: an ordering with empty places. */
function markIfAccepted(asked: Parameters<typeof consequencesOf>[0]): number | null {
  try {
    return consequencesOf(asked, { by: { name: '', reason: '' } }).rows[0]?.after ?? null
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
