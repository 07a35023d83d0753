import { admissibleChoices } from '#core/attempts/answer.ts'
import type { AttemptStatus } from '#core/attempts/sitting.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import type { RoomMessage } from '#server/attempts/load.ts'
import { batched } from '#server/platform/batcher.ts'
import { givenUpAfter } from '#server/platform/database/given-up-after.ts'
import type { Deps } from '#server/platform/deps.ts'
import { metricsOf } from '#server/platform/metrics.ts'
import { letteredAnswerOf } from '#server/questions/choice-ids.ts'
import { groundOf, questionOfCopy } from './copy.ts'
import { saveStatement } from './save-statement.ts'

export type SentAnswer = {
  attemptId: string
  studentId: string
  questionId: string
  choices: string[]
  flagged: boolean
  device: string
  epoch: number
  sequence: number
}

/** The result of one tick, and the clock at that instant. */
export type SaveResult = {
  verdict: 'ok' | RefusalCode
  savedAt: Date
  status: AttemptStatus
  deadline: Date | null
  pausedAt: Date | null
  timingVersion: number
  epoch: number
  device: string
  messages: RoomMessage[]
}

/**
 * Saves one answer, durably, before it returns. Owner, state, deadline and grace are checked in the statement that
 * writes, on the locked row of the attempt, so that no submit can come in between. A tick that comes too late is kept
 * in the journal, marked late, and refused. The rules are those of core/attempts/attempt.ts; a test compares both.
 */
export async function saveAnswer(deps: Deps, tick: SentAnswer): Promise<SaveResult> {
  const saved = await saveOrTell(deps, tick)
  if (saved.verdict !== 'ok') throw new Refusal(saved.verdict)
  return saved
}

/** Like `saveAnswer`, for a batch of ticks that waited offline: returns a refusal instead of throwing it. */
export async function saveOrTell(deps: Deps, tick: SentAnswer): Promise<SaveResult> {
  const { attemptId, questionId } = tick
  const ground = await groundOf(deps, tick)
  const question = await questionOfCopy(deps, { attemptId, questionId, ground })
  if (!question) throw new Refusal('question_not_in_attempt')
  // Letters are refused from pages that got opaque ids: accepting one would reveal which id it stands for.
  const ticked = ground.isLettered ? tick.choices : letteredAnswerOf(question, tick.choices)
  const choices = admissibleChoices([question.lettered], { questionId, choices: ticked })
  return saveInBatch(deps, { ...tick, choices })
}

/**
 * How long the saves of a group wait for a database that may be dead, in milliseconds: the others of the class wait behind
 * them, and a group takes a few milliseconds when it is not.
 */
const patienceMs = 4_000

const saveInBatch = batched(async (deps: Deps, ticks: SentAnswer[]): Promise<SaveResult[]> => {
  const column = <K extends keyof SentAnswer>(name: K) => ticks.map((tick) => tick[name])
  const statement = {
    name: 'save',
    text: saveStatement,
    values: [
      column('attemptId'),
      column('studentId'),
      column('questionId'),
      ticks.map(({ choices }) => JSON.stringify(choices)),
      column('flagged'),
      column('device'),
      column('epoch'),
      column('sequence'),
      deps.sqlNow(),
    ],
  }
  const { rows } = await deps.pool.query<SaveResult>(givenUpAfter(patienceMs, statement))
  metricsOf(deps)?.wrote(rows.map(({ verdict }) => verdict))
  return rows
})
