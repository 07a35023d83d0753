import { ownWindowOf, slotOf } from '#core/exams/slots.ts'
import { byName, groupsOf } from '#core/students/name-order.ts'
import type { Candidate, Student } from '#prisma/client/client.ts'
import { frozenQuestions } from '#server/attempts/sitting/copy.ts'
import { copiesOfOtherSlots } from '#server/exams/align-copies.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { type ExamSlotRow, readSlots } from '#server/exams/slots.ts'
import type { Deps } from '#server/platform/deps.ts'
import { renderText } from '#server/questions/rendering/rendering.ts'
import { paperOf, requirePublished, whoOf, withPaper } from './paper-copy.ts'

type PrintPaperCopiesInput = ExamPlace & {
  group?: string | undefined
  slot?: number | undefined
  attemptId?: string | undefined
}

/** Sends the questions once, and the order of each copy, which keeps the reply small for a large class. */
export async function printPaperCopies(deps: Deps, { group, slot, attemptId, ...place }: PrintPaperCopiesInput) {
  const exam = await requirePublished(deps, place)
  const all = await deps.db.attempt.findMany({
    where: { examId: exam.id, status: { not: 'voided' }, student: { archivedAt: null } },
    include: { ...withPaper, student: { include: { candidacies: { where: { examId: exam.id } } } } },
  })
  // They are drawn again before they are printed.
  const elsewhere = await copiesOfOtherSlots(deps, exam, all)
  const rows = all.filter(({ id }) => !elsewhere.has(id))
  const { questions, contexts } = await frozenQuestions(deps, { examId: exam.id, publishedAt: exam.publishedAt })
  const { timeZone, limitMinutes } = exam
  const slots = await readSlots(deps.db, exam)
  return {
    ...{ courseTitle: exam.course.title, examTitle: exam.title, timeZone, limitMinutes },
    instructions: await renderText(exam.instructions),
    questions: [...questions.values()].map(({ lettered }) => lettered),
    ...(contexts.size > 0 ? { contexts: [...contexts.values()] } : {}),
    groups: groupsOf(rows.map(({ student }) => student)),
    slots: slots.map(({ number, name }) => ({ number, name })),
    copies: rows
      .filter(({ id, student }) => (attemptId ?? id) === id && (group ?? student.group) === student.group)
      .map((row) => ({
        ...whoOf(row),
        ...placeOf(row.student, slots),
        paper: paperOf(row).map(({ questionId, choiceIds }) => ({ questionId, choiceIds: [...choiceIds] })),
      }))
      .filter((copy) => (slot ?? copy.slot) === copy.slot)
      .sort((a, b) => a.slot - b.slot || byName(a, b)),
  }
}

/** When and where one student sits: their slot, and what differs for them. */
function placeOf({ group, candidacies: [own] }: Student & { candidacies: Candidate[] }, slots: readonly ExamSlotRow[]) {
  const number = slotOf(slots, { group, chosen: own?.slot ?? null })
  const slot = slots.find((one) => one.number === number) ?? (slots[0] as ExamSlotRow)
  const { opensAt } = own ? ownWindowOf(slot, own) : slot
  return { slot: number, opensAt: opensAt?.toISOString() ?? null, room: own?.room || slot.room }
}
