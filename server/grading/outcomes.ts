import type { MarkedLine } from '#core/grading/marking.ts'
import { toHundredths } from '#core/points.ts'
import { toRational } from '#core/rational.ts'
import type { Deps } from '#server/platform/deps.ts'
import { madeOnce } from '#server/platform/made-once.ts'
import { handedInList } from '#server/platform/status-lists.ts'
import { newestMarking } from './newest-marking.ts'

/** An answer that broke the rule of its question (several ticks) counts as wrong. */
export type OutcomeKind = {
  outcome: Exclude<MarkedLine['outcome'], 'invalid'>
  /** Hundredths of a point, rounded for display. */
  earned: number
  points: number
}

/**
 * What the marked copies of an exam earned, without the working. Of each copy, in the order in which its student read
 * the questions: the index of the question in the exam, and the one of its kind.
 */
export type Outcomes = {
  kinds: OutcomeKind[]
  copies: { attemptId: string; questions: number[]; kinds: number[] }[]
}

type OutcomesOf = { courseId: string; examId: string }

/** Read once per change of a mark: the working of two thousand marks is ten megabytes. */
export async function readOutcomes(deps: Deps, { courseId, examId }: OutcomesOf): Promise<Outcomes> {
  const marking = await findMarking(deps, examId)
  if (!marking) return { kinds: [], copies: [] }
  return madeOnce(deps, { courseId, examId, name: `outcomes ${examId}`, key: marking.text }, () =>
    collect(deps, { runId: marking.runId, examId }),
  )
}

/** What the figures of an exam rest on; null before its first marking. */
export async function findMarking({ db }: Pick<Deps, 'db'>, examId: string) {
  const [found] = await db.$queryRaw<{ runId: string; text: string }[]>`
    select newest."runId", newest.marking as text from "Exam" e join ${newestMarking} on true where e.id = ${examId}::uuid`
  return found ?? null
}

type Detailed = { attemptId: string; detail: MarkedLine[] }

/** Some copies at a time, so that nothing else waits for long. */
const atOnce = 200

async function collect({ pool, db }: Deps, { runId, examId }: { runId: string; examId: string }): Promise<Outcomes> {
  const questions = await db.examQuestion.findMany({
    where: { examId },
    orderBy: { position: 'asc' },
    select: { id: true },
  })
  const indexOf = new Map(questions.map(({ id }, index) => [id, index]))
  const kinds: OutcomeKind[] = []
  const known = new Map<string, number>()
  const rankOf = (line: MarkedLine) => {
    const text = `${line.outcome} ${line.earned} ${line.points}`
    const rank = known.get(text) ?? kinds.push(kindOf(line)) - 1
    known.set(text, rank)
    return rank
  }
  const copies: Outcomes['copies'] = []
  for (let last = firstId; ; last = copies.at(-1)?.attemptId ?? last) {
    const { rows } = await pool.query<Detailed>({ name: 'details-of-run', text: detailsQuery, values: [runId, last] })
    for (const { attemptId, detail } of rows) {
      const asked = detail.filter(({ questionId }) => indexOf.has(questionId))
      const own = asked.map(({ questionId }) => indexOf.get(questionId) ?? 0)
      copies.push({ attemptId, questions: own, kinds: asked.map(rankOf) })
    }
    if (rows.length < atOnce) return { kinds, copies }
  }
}

const firstId = '00000000-0000-0000-0000-000000000000'

const detailsQuery = `
  select m."attemptId", m.detail from "Mark" m join "Attempt" a on a.id = m."attemptId"
  where m."runId" = $1 and m."attemptId" > $2 and a.status in ${handedInList.sql} and a."markedAt" is not null
  order by m."attemptId" limit ${atOnce}`

const kindOf = ({ outcome, earned, points }: MarkedLine): OutcomeKind => ({
  outcome: outcome === 'invalid' ? 'wrong' : outcome,
  earned: toHundredths(toRational(earned as never)),
  points,
})
