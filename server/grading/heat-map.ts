import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { questionOpeningOf } from './corrections/describe.ts'
import { type OutcomeKind, type Outcomes, readOutcomes } from './outcomes.ts'

/** What each marked copy earned on each question of an exam, in the order of the exam. */
export async function readHeatMap(deps: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const exam = await deps.db.exam.findFirst({
    where: { id: examId, courseId },
    include: { questions: { orderBy: { position: 'asc' } } },
  })
  if (!exam) throw new Refusal('not_found')
  const outcomes = await readOutcomes(deps, { courseId, examId })
  const counts = countsByQuestion(outcomes)
  return {
    questions: exam.questions.map((question, index) => ({
      id: question.id,
      position: question.position + 1,
      opening: questionOpeningOf(question),
      ...summaryOf(outcomes.kinds, counts.get(index) ?? []),
    })),
    ...outcomes,
  }
}

/** By question, how many copies are of each kind. */
function countsByQuestion({ copies }: Outcomes): Map<number, number[]> {
  const counts = new Map<number, number[]>()
  for (const { questions, kinds } of copies)
    questions.forEach((question, line) => {
      const own = counts.get(question) ?? []
      const kind = kinds[line] ?? 0
      own[kind] = (own[kind] ?? 0) + 1
      counts.set(question, own)
    })
  return counts
}

function summaryOf(kinds: readonly OutcomeKind[], counts: readonly (number | undefined)[]) {
  const total = (value: (kind: OutcomeKind) => number) =>
    kinds.reduce((sum, kind, index) => sum + value(kind) * (counts[index] ?? 0), 0)
  const of = (outcome: OutcomeKind['outcome']) => total((kind) => (kind.outcome === outcome ? 1 : 0))
  const most = total(({ points }) => points)
  return {
    counts: { right: of('right'), partial: of('partial'), wrong: of('wrong'), blank: of('blank') },
    facility: most === 0 ? null : total(({ earned }) => earned) / most,
  }
}
