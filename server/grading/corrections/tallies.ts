import type { RuledQuestion } from '#core/grading/marking.ts'
import { countTyped } from '#core/grading/typed-answers.ts'
import type { ExamQuestion } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { madeOnce } from '#server/platform/made-once.ts'
import { findMarking } from '../outcomes.ts'
import { loadMarked } from './load-copies.ts'

/** How often each choice was ticked, or each answer typed; what nobody had foreseen, most often first. */
export type TickTally = {
  counts: Record<string, number>
  others: ReturnType<typeof countTyped>['others'] | null
  blanks: number
}

type TalliesOf = {
  courseId: string
  examId: string
  questions: readonly Pick<ExamQuestion, 'id' | 'asked'>[]
}

/** By question: counted once per change of a mark, since an answer that changes takes its mark away first. */
export async function readTallies(deps: Deps, { courseId, examId, questions }: TalliesOf) {
  const marking = await findMarking(deps, examId)
  const work = { courseId, examId, name: `tallies ${examId}`, key: marking?.text ?? '' }
  return madeOnce(deps, work, async (): Promise<Record<string, TickTally>> => {
    const { run, copies } = await loadMarked(deps.db, examId)
    return Object.fromEntries(
      questions.map(({ id, asked }) => {
        const answers = copies
          .filter(({ questionIds }) => questionIds.includes(id))
          .map((copy) => copy.answers.get(id) ?? [])
        return [id, tallyOf({ rule: run.rules.questions[id] as RuledQuestion, answers, isTyped: !!asked.typed })]
      }),
    )
  })
}

type Answered = { rule: RuledQuestion; answers: readonly (readonly string[])[]; isTyped: boolean }

function tallyOf({ rule, answers, isTyped }: Answered): TickTally {
  const said = isTyped ? countTyped(rule, answers) : null
  const counts: Record<string, number> = {}
  for (const id of said ? said.ids : answers.flat()) if (id) counts[id] = (counts[id] ?? 0) + 1
  return {
    counts,
    others: said?.others.slice(0, mostOthers) ?? null,
    blanks: answers.filter((ticked) => ticked.length === 0).length,
  }
}

const mostOthers = 100
