import { drawPaper } from '#core/exams/draw.ts'
import { termsOf } from '#core/exams/exam-terms.ts'
import { doCopiesDiffer } from '#core/exams/pools.ts'
import { partsOf, sharesOptions } from '#core/questions/parts.ts'
import { contextKey, type Question } from '#core/questions/question.ts'
import { inBlocks } from '#core/seed.ts'
import type { Deps } from '#server/platform/deps.ts'
import { contextOf, sharedContexts } from '#server/questions/contexts.ts'
import { findFiltered } from '#server/questions/list-questions.ts'
import { listedOf } from '#server/questions/listed.ts'
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
  choices: inPaperOrder(content, ids),
})

/** An exact answer lists nothing: its accepted answers are printed with its key. */
function inPaperOrder({ type, choices }: Question, ids: readonly string[]): Question['choices'] {
  if (type === 'exact_answer') return choices
  const rank = ({ id, option }: Question['choices'][number]) => ids.indexOf(sharesOptions(type) ? (option ?? '') : id)
  return partsOf(choices).flatMap((part) => part.choices.toSorted((a, b) => rank(a) - rank(b)))
}

/** The right order of an ordering is its key. */
function unsolved(content: Question): Question {
  if (content.type !== 'ordering') return content
  const order = { shuffleQuestions: false, shuffleChoices: false, seed: content.id }
  const [drawn] = drawPaper({ ...order, questions: [content] })
  return inOrder(content, drawn?.choiceIds ?? [])
}

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
      return rendered ? [{ content: unsolved(content), rendered, points: null }] : []
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
    ...(rendered.parts ? { parts: rendered.parts } : {}),
    ...(content.typed ? { typed: listedOf(content, rendered).typed } : {}),
    choices: (content.typed && !isKey ? [] : content.choices).map(({ id, part, option, correct }) => ({
      id,
      ...(part ? { part, option } : {}),
      text: rendered.choices.find((choice) => choice.id === id)?.text ?? [],
      correct: isKey ? correct : null,
    })),
    explanation: isKey ? rendered.explanation : null,
  }
}
