import { z } from 'zod'
import { text } from '#contract/endpoint.ts'
import { type SharedContext, sharedContext } from '#contract/questions/asked-question.ts'
import { content } from '#contract/questions/content.ts'
import { markedQuestion } from '#contract/questions/marked-question.ts'
import type { Rules } from '#core/grading/marking.ts'
import type { ExamQuestion } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sharedContexts } from '#server/questions/contexts.ts'
import { proofOf } from '#server/questions/proof-of.ts'

/** Of the run that marks it, what the marks of all copies rest on. */
type ExamRules = Pick<Rules, 'scale' | 'markRule' | 'questions' | 'adjustments'>

const frozenQuestion = markedQuestion
  .pick({ ...{ type: true, section: true, difficulty: true, stem: true, parts: true, typed: true, explanation: true } })
  .extend({
    choices: z.array(z.object({ id: text, part: text.optional(), text: content })),
    feedback: z.record(text, content),
    source: markedQuestion.shape.source,
  })

/** A question as its exam froze it, parsed once for all copies. */
export type FrozenMarked = z.output<typeof frozenQuestion> & {
  readonly id: string
  /** The id of its document. */
  readonly context: { context?: string }
  /** Names of its choices on a student's page, as they are worked out. */
  readonly names: Map<string, string>
}

/** What the marked copies of an exam have in common. */
export type ExamMarking = {
  readonly rules: ExamRules
  readonly questions: ReadonlyMap<string, FrozenMarked>
  readonly contexts: ReadonlyMap<string, SharedContext>
}

type Marking = { examId: string; publishedAt: Date | null; runId: string }

/** By publication and run, neither of which changes once made: a class that reads its marks needs them once. */
const remembered = new WeakMap<object, Map<string, Promise<ExamMarking>>>()
const mostExams = 20

export function markedExamOf(deps: Deps, { examId, publishedAt, runId }: Marking): Promise<ExamMarking> {
  const exams = remembered.get(deps.pool) ?? new Map<string, Promise<ExamMarking>>()
  remembered.set(deps.pool, exams)
  const key = `${examId} ${publishedAt?.getTime()} ${runId}`
  const known = exams.get(key)
  // The latest read are last.
  exams.delete(key)
  const read = known ?? readExam(deps, { examId, runId })
  exams.set(key, read)
  if (exams.size > mostExams) exams.delete(exams.keys().next().value ?? '')
  read.catch(() => exams.delete(key))
  return read
}

type QuestionRow = Pick<ExamQuestion, 'id' | 'section' | 'asked' | 'explained' | 'content'>

async function readExam(deps: Deps, { examId, runId }: Pick<Marking, 'examId' | 'runId'>): Promise<ExamMarking> {
  const [asked, run] = await Promise.all([
    deps.pool.query<QuestionRow>({
      name: 'exam-marked-questions',
      text: 'select id, section, asked, explained, content from "ExamQuestion" where "examId" = $1',
      values: [examId],
    }),
    deps.pool.query<ExamRules>({
      name: 'run-rules',
      text: `select rules->'scale' as scale, rules->'markRule' as "markRule", rules->'questions' as questions,
               rules->'adjustments' as adjustments
             from "MarkingRun" where id = $1`,
      values: [runId],
    }),
  ])
  const shared = sharedContexts(deps, asked.rows, ({ asked: { context } }) => context)
  const questions = asked.rows.map((row) => [row.id, frozenOf(row, shared.named(row))] as const)
  const contexts = (shared.contexts.contexts ?? []).map((one) => [one.id, sharedContext.parse(one)] as const)
  return { rules: run.rows[0] as ExamRules, questions: new Map(questions), contexts: new Map(contexts) }
}

function frozenOf({ id, section, asked, explained, content: whole }: QuestionRow, context: FrozenMarked['context']) {
  const { difficulty } = whole
  const frozen = frozenQuestion.parse({ ...asked, ...explained, section, difficulty, source: proofOf(whole) })
  return { ...frozen, id, context, names: new Map<string, string>() }
}
