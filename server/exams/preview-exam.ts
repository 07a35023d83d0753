import { termsOf } from '#core/exams/exam-terms.ts'
import { doCopiesDiffer } from '#core/exams/pools.ts'
import { certaintyAsked } from '#core/scoring/certainty.ts'
import type { Deps } from '#server/platform/deps.ts'
import { contextOf, sharedContexts } from '#server/questions/contexts.ts'
import { askedOf } from './asked-of.ts'
import { drawCopy } from './draw-copy.ts'
import { drawFromBank } from './draw-from-bank.ts'
import type { DrawnQuestion } from './drawn-question.ts'
import type { ExamPlace } from './exam.ts'
import { findExamRow } from './queries.ts'
import { readFrozen } from './read-draw.ts'
import { renderInstructions } from './render-instructions.ts'
import { dividedSlots } from './slots.ts'

/** A copy made by the functions that make a student's, so that the preview shows exactly what they will see. */
export async function previewExam(deps: Deps, { copy, slot, ...place }: ExamPlace & { copy: number; slot: number }) {
  const exam = await findExamRow(deps, place)
  const { drawn } = exam.status === 'draft' ? await drawFromBank(deps, exam) : await readFrozen(deps, exam)
  const { title, instructions, limitMinutes, scale } = exam
  const paper = drawCopy(drawn, exam, { copy: copy - 1, slot })
  const byKey = new Map(drawn.map((one) => [one.content.id, one]))
  const drawnOf = ({ questionId }: { questionId: string }) => byKey.get(questionId) as DrawnQuestion
  const { contexts, named } = sharedContexts(deps, paper.map(drawnOf), ({ content, rendered }) =>
    contextOf(content, rendered),
  )
  return {
    title,
    limitMinutes,
    scale,
    instructions: await renderInstructions(instructions),
    hasPools: doCopiesDiffer(drawn),
    slots: (await dividedSlots(deps.db, exam)).map(({ number, name }) => ({ number, name })),
    ...contexts,
    questions: paper.map(({ questionId, choiceIds }) => {
      const one = drawnOf({ questionId })
      const { type, stem, choices, parts, typed } = askedOf(one)
      const terms = termsOf(one.content, exam)
      return {
        id: one.questionId ?? exam.id,
        points: terms.points,
        ...certaintyAsked(terms.scale ?? scale),
        type,
        ...named(one),
        stem,
        choices: choiceIds.flatMap((id) => choices.find((choice) => choice.id === id) ?? []),
        ...(parts ? { parts } : {}),
        ...(typed ? { typed } : {}),
      }
    }),
  }
}
