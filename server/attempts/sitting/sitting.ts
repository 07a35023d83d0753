import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import type { PaperQuestion } from '#core/exams/draw.ts'
import { Refusal } from '#core/refusal.ts'
import { allowedMs } from '#core/timing.ts'
import { type Loaded, loadOwn } from '#server/attempts/load.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { idsOf } from '#server/questions/choice-ids.ts'
import { clockOf } from './clock.ts'
import { type Frozen, frozenQuestions, paperContexts, paperQuestions, rememberGround } from './copy.ts'
import { copyFileKey } from './copy-file-key.ts'

type Own = { attemptId: string; studentId: string }

/** A student's current copy: questions in its order, answers, clock. Refused before the start. */
export async function readSitting(deps: Deps, { attemptId, studentId }: Own) {
  const loaded = await loadOwn(deps, { attemptId, studentId })
  return sittingOf(deps, loaded, { now: loaded.now })
}

/** Data the caller has already loaded. */
type Known = { now: Date; paper?: PaperQuestion[]; answers?: HeldAnswer[] }

export async function sittingOf(deps: Deps, loaded: Loaded, known: Known) {
  const { attempt, row } = loaded
  if (attempt.status === 'ready') throw new Refusal('attempt_not_started')
  rememberGround(row.id, row)
  const [paper, answers, frozen] = await Promise.all([
    known.paper ?? readPaper(deps, row.id),
    known.answers ?? readAnswers(deps, row.id),
    frozenQuestions(deps, row),
  ])
  const questions = paperQuestions(frozen, { paper, as: row.isLettered ? 'lettered' : 'asked' })
  const contexts = paperContexts(frozen, questions)
  const clock = clockOf(loaded, known.now)
  return {
    id: row.id,
    examId: row.examId,
    examTitle: row.examTitle,
    studentName: row.studentName,
    timeZone: row.timeZone,
    clock,
    fileKey: copyFileKey(deps, row.id),
    allowedMs: allowedMs({
      ...attempt.terms,
      grantsMs: attempt.grantsMs,
      startedAt: ('startedAt' in attempt && attempt.startedAt) || known.now,
    }),
    ...(clock.hidesQuestions
      ? { questions: questions.map(withheld) }
      : { questions, ...(contexts.length > 0 ? { contexts } : {}) }),
    answers: row.isLettered ? answers : answers.map((answer) => withIds(frozen, answer)),
    savedAt: answers.reduce<string | null>((last, { savedAt }) => (last && last > savedAt ? last : savedAt), null),
  }
}

/** A question of a paused copy: neither its words nor its choices. */
const withheld = ({ id, type, points }: AskedQuestion): AskedQuestion => ({ id, type, points, stem: [], choices: [] })

function withIds({ questions }: Frozen, answer: HeldAnswer): HeldAnswer {
  const question = questions.get(answer.questionId)
  return { ...answer, choices: question ? idsOf(question, answer.choices) : [] }
}

async function readPaper({ pool }: Deps, attemptId: string) {
  const { rows } = await pool.query<{ paper: PaperQuestion[] }>({
    name: 'attempt-paper',
    text: 'select paper from "Attempt" where id = $1',
    values: [attemptId],
  })
  return (rows[0] as { paper: PaperQuestion[] }).paper
}

type HeldAnswer = {
  questionId: string
  choices: string[]
  flagged: boolean
  epoch: number
  sequence: number
  savedAt: string
}

/** One row per copy, its answers as one JSON document, so that a class that submits together needs one statement. */
export const readAnswers = batched(async ({ pool }: Deps, attemptIds: string[]): Promise<HeldAnswer[][]> => {
  const { rows } = await pool.query<{ attemptId: string; answers: HeldAnswer[] }>({
    name: 'attempts-answers',
    text: `select "attemptId", json_agg(json_build_object('questionId', "questionId", 'choices', choices,
             'flagged', flagged, 'epoch', epoch, 'sequence', sequence,
             'savedAt', to_char("savedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) as answers
           from "Answer" where "attemptId" = any($1::uuid[]) group by "attemptId"`,
    values: [attemptIds],
  })
  const found = new Map(rows.map(({ attemptId, answers }) => [attemptId, answers]))
  return attemptIds.map((id) => found.get(id) ?? [])
})
