import { Refusal } from '#core/refusal.ts'
import type { Contestation } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sharedContexts } from '#server/questions/contexts.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'
import { questionOpeningOf } from '../corrections/describe.ts'

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
  return {
    examTitle: exam.title,
    timeZone: exam.timeZone,
    until: exam.contestableUntil?.toISOString() ?? null,
    ...shared.contexts,
    questions: contested.map((question) => ({
      id: question.id,
      ...shared.named(question),
      stem: question.asked.stem,
    })),
    contestations: rows
      .flatMap(({ attempt: { student }, ...row }) => {
        const question = questions.get(row.questionId)
        if (!question) return []
        const studentName = fullNameOf(student, homonyms)
        const { attemptId, answeredByName } = row
        const place = { position: question.position + 1, opening: questionOpeningOf(question) }
        return [{ ...contestationView(row), ...place, attemptId, answeredByName, studentName }]
      })
      .sort((one, other) => one.position - other.position),
  }
}

export const contestationView = ({ createdAt, answeredAt, ...row }: Contestation) => ({
  ...row,
  createdAt: createdAt.toISOString(),
  answeredAt: answeredAt?.toISOString() ?? null,
})
