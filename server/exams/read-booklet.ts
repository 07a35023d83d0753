import { termsOf } from '#core/exams/exam-terms.ts'
import { doCopiesDiffer } from '#core/exams/pools.ts'
import { contextKey, type Question } from '#core/questions/question.ts'
import { inBlocks } from '#core/seed.ts'
import type { Deps } from '#server/platform/deps.ts'
import { contextOf, sharedContexts } from '#server/questions/contexts.ts'
import { findFiltered } from '#server/questions/list-questions.ts'
import { findOutline, findQuestionsByKey } from '#server/questions/queries.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'
import { drawCopy } from './draw-copy.ts'
import { drawFromBank } from './draw-from-bank.ts'
import type { ExamPlace } from './exam.ts'
import { findExamRow } from './queries.ts'
import { readFrozen } from './read-draw.ts'
import { renderInstructions } from './render-instructions.ts'
import { dividedSlots } from './slots.ts'

type ReadBookletInput = {
  courseId: string
  exam?: string | undefined
  section?: string | undefined
  key: 'with' | 'without'
  /** From 1. */
  copy: number
  slot: number
}
type Printed = { content: Question; rendered: RenderedQuestion; points: number | null }

/** An exam or a section for printing; with the key only on request. */
export async function readBooklet(deps: Deps, { key, ...given }: ReadBookletInput) {
  const { questions, ...head } = await (given.exam
    ? ofExam(deps, { courseId: given.courseId, examId: given.exam, copy: given.copy, slot: given.slot })
    : ofSection(deps, given))
  const { contexts, named } = sharedContexts(deps, questions, ({ content, rendered }) => contextOf(content, rendered))
  return {
    ...head,
    ...contexts,
    questions: questions.map((question) => ({ ...view(question, key), ...named(question) })),
  }
}

/** The copy that the preview shows under this number: the same seed gives the same booklet. */
async function ofExam(deps: Deps, { courseId, examId, copy, slot }: ExamPlace & { copy: number; slot: number }) {
  const exam = await findExamRow(deps, { courseId, examId })
  const { drawn } = exam.status === 'draft' ? await drawFromBank(deps, exam) : await readFrozen(deps, exam)
  const { title, instructions, limitMinutes } = exam
  return {
    title,
    limitMinutes,
    hasPools: doCopiesDiffer(drawn),
    slots: (await dividedSlots(deps.db, exam)).map(({ number, name }) => ({ number, name })),
    instructions: await renderInstructions(instructions),
    questions: drawCopy(drawn, exam, { copy: copy - 1, slot }).flatMap(({ questionId, choiceIds }): Printed[] => {
      const one = drawn.find(({ content }) => content.id === questionId)
      if (!one) return []
      const { points } = termsOf(one.content, exam)
      return [{ content: inOrder(one.content, choiceIds), rendered: one.rendered, points }]
    }),
  }
}

const inOrder = (content: Question, ids: readonly string[]): Question => ({
  ...content,
  choices: ids.flatMap((id) => content.choices.find((choice) => choice.id === id) ?? []),
})

async function ofSection(deps: Deps, { courseId, section }: Pick<ReadBookletInput, 'courseId' | 'section'>) {
  const sections = (await findOutline(deps, courseId)).flatMap((session) => session.sections)
  const rows = await findFiltered(deps, { courseId, section, archived: 'without' })
  const whole = await findQuestionsByKey(deps, { courseId, keys: rows.map(({ key }) => key) })
  return {
    title: sections.find(({ id }) => id === section)?.title ?? null,
    limitMinutes: null,
    hasPools: false,
    slots: [],
    instructions: [],
    questions: inBlocks(rows, ({ content }) => contextKey(content.context)).flatMap(({ key, content }): Printed[] => {
      const rendered = whole.get(key)?.rendered
      return rendered ? [{ content, rendered, points: null }] : []
    }),
  }
}

function view({ content, rendered, points }: Printed, key: ReadBookletInput['key']) {
  const isKey = key === 'with'
  return {
    key: content.id,
    type: content.type,
    points,
    stem: rendered.stem,
    choices: content.choices.map(({ id, correct }) => ({
      id,
      text: rendered.choices.find((choice) => choice.id === id)?.text ?? [],
      correct: isKey ? correct : null,
    })),
    explanation: isKey ? rendered.explanation : null,
  }
}
