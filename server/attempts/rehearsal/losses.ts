import type { QuestionType } from '#core/questions/question.ts'
import type { Deps } from '#server/platform/deps.ts'
import { answerIdOf } from '#server/questions/choice-ids.ts'
import type { Acknowledged } from './student.ts'

type KeptAnswer = { attemptId: string; questionId: string; choices: string[]; device: string; sequence: number }
type StoredAnswer = KeptAnswer & { type: QuestionType }
type Heard = { saves: readonly Acknowledged[]; submissions: readonly string[] }

/**
 * Counts acknowledgements that the database does not match: a save missing from the journal or different there, a
 * latest answer that is not the one of the copy, a submission that did not close it.
 */
export async function countLosses(deps: Deps, { saves, submissions }: Heard): Promise<number> {
  const ids = [...new Set([...saves.map(({ attemptId }) => attemptId), ...submissions])]
  const columns = `"attemptId", "questionId", choices, device, sequence,
    (select asked->>'type' from "ExamQuestion" q where q.id = saved."questionId") as type`
  const of = async (table: string) =>
    (
      await deps.pool.query<StoredAnswer>(`select ${columns} from ${table} and "attemptId" = any($1::uuid[])`, [ids])
    ).rows.map((kept) => nameOf(asHeard(deps, kept)))
  const journal = new Set(await of('"AnswerEvent" as saved where not late'))
  const answers = new Set(await of('"Answer" as saved where true'))
  const { rows: closed } = await deps.pool.query<{ id: string }>(
    `select id from "Attempt" where id = any($1::uuid[]) and status = 'submitted'`,
    [ids],
  )
  const closedIds = new Set(closed.map(({ id }) => id))
  // In the order of acknowledgement, so the last one of a question wins.
  const last = new Map(saves.map((save) => [`${save.attemptId} ${save.questionId}`, save]))
  return (
    saves.filter((save) => !journal.has(nameOf(save))).length +
    [...last.values()].filter((save) => !answers.has(nameOf(save))).length +
    submissions.filter((id) => !closedIds.has(id)).length
  )
}

const nameOf = ({ attemptId, questionId, choices, device, sequence }: KeptAnswer) =>
  [attemptId, questionId, device, sequence, [...choices].sort().join()].join(' ')

/** Stored by letters; converted to the ids that the student's page used. */
const asHeard = (deps: Deps, { choices, type, ...kept }: StoredAnswer): KeptAnswer => ({
  ...kept,
  choices: choices.map((id) => answerIdOf(deps, { questionId: kept.questionId, type, id })),
})
