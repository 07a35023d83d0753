import { byName, groupsOf } from '#core/students/name-order.ts'
import { frozenQuestions } from '#server/attempts/sitting/copy.ts'
import { copiesOfOtherSlots } from '#server/exams/align-copies.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'
import { renderText } from '#server/questions/rendering/rendering.ts'
import { paperOf, requirePublished, whoOf, withPaper } from './paper-copy.ts'

type PrintPaperCopiesInput = ExamPlace & { group?: string | undefined; attemptId?: string | undefined }

/** Sends the questions once, and the order of each copy, which keeps the reply small for a large class. */
export async function printPaperCopies(deps: Deps, { group, attemptId, ...place }: PrintPaperCopiesInput) {
  const exam = await requirePublished(deps, place)
  const all = await deps.db.attempt.findMany({
    where: { examId: exam.id, status: { not: 'voided' }, student: { archivedAt: null } },
    include: withPaper,
  })
  // They are drawn again before they are printed.
  const elsewhere = await copiesOfOtherSlots(deps, exam, all)
  const rows = all.filter(({ id }) => !elsewhere.has(id))
  const { questions, contexts } = await frozenQuestions(deps, { examId: exam.id, publishedAt: exam.publishedAt })
  const { room, timeZone, limitMinutes } = exam
  return {
    ...{ courseTitle: exam.course.title, examTitle: exam.title, room, timeZone, limitMinutes },
    opensAt: exam.opensAt?.toISOString() ?? null,
    instructions: await renderText(exam.instructions),
    questions: [...questions.values()].map(({ lettered }) => lettered),
    ...(contexts.size > 0 ? { contexts: [...contexts.values()] } : {}),
    groups: groupsOf(rows.map(({ student }) => student)),
    copies: rows
      .filter(({ id, student }) => (attemptId ?? id) === id && (group ?? student.group) === student.group)
      .map((row) => ({
        ...whoOf(row),
        paper: paperOf(row).map(({ questionId, choiceIds }) => ({ questionId, choiceIds: [...choiceIds] })),
      }))
      .sort(byName),
  }
}
