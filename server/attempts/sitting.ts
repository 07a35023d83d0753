import type { PaperQuestion } from '#core/draw.ts'
import { Refusal } from '#core/refusal.ts'
import { allowedMs } from '#core/timing.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readClock } from './change.ts'
import { clockOf } from './clock.ts'
import { frozenQuestions, paperQuestions } from './copy.ts'
import { type Loaded, loadAttempt } from './load.ts'

type Own = { attemptId: string; studentId: string }

/** A student's copy as it is now: what is asked in its order, what is answered, the clock. Before the start, nothing. */
export async function readSitting(deps: Deps, { attemptId, studentId }: Own) {
  const loaded = await loadAttempt(deps.pool, { attemptId, reach: { studentId }, lock: false })
  return sittingOf(deps, loaded, await readClock(deps.pool, deps))
}

export async function sittingOf(deps: Deps, { attempt, row }: Loaded, now: Date) {
  if (attempt.status === 'ready') throw new Refusal('attempt_not_started')
  const [paper, answers, frozen] = await Promise.all([
    readPaper(deps, row.id),
    readAnswers(deps, row.id),
    frozenQuestions(deps, row.examId),
  ])
  return {
    id: row.id,
    examId: row.examId,
    examTitle: row.examTitle,
    studentName: row.studentName,
    clock: clockOf(attempt, now),
    allowedMs: allowedMs({ ...attempt.terms, grantsMs: attempt.grantsMs }),
    questions: paperQuestions(frozen, paper),
    answers,
  }
}

async function readPaper({ pool }: Deps, attemptId: string) {
  const { rows } = await pool.query<{ paper: PaperQuestion[] }>({
    name: 'attempt-paper',
    text: 'select paper from "Attempt" where id = $1',
    values: [attemptId],
  })
  return (rows[0] as { paper: PaperQuestion[] }).paper
}

type HeldAnswer = { questionId: string; choices: string[]; flagged: boolean; epoch: number; sequence: number }

export async function readAnswers({ pool }: Deps, attemptId: string) {
  const { rows } = await pool.query<HeldAnswer>({
    name: 'attempt-answers',
    text: 'select "questionId", choices, flagged, epoch, sequence from "Answer" where "attemptId" = $1',
    values: [attemptId],
  })
  return rows
}
