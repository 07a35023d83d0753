import { setTimeout as sleep } from 'node:timers/promises'
import type { getRehearsal } from '#contract/attempts/rehearsals.ts'
import type { Reply } from '#contract/endpoint.ts'
import { cutText } from '#core/cut-text.ts'
import { Refusal } from '#core/refusal.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'
import { repeat } from '#server/platform/repeat.ts'
import { countLosses } from './losses.ts'
import { clearStage, openDoor, requireRehearsable, setStage } from './stage.ts'
import { type Acknowledged, type Own, rehearse } from './student.ts'

type State = Reply<typeof getRehearsal>
type Run = { examId: string; state: State; mustStop: boolean; ended: Promise<void> }

const longestMs = 90_000
/** Simulated students start within this time, and answer the whole copy within about that time. */
const startsWithinMs = 5_000
const answersWithinMs = 25_000

/** How often the server that plays a rehearsal tells the others where it stands, and hears whether it must stop. */
const tellEveryMs = 500
/** Without news for this long, that server is gone. */
const silentMs = 15_000
/** Longer than a request of a simulated student may last. */
const stopsWithinMs = 30_000

/**
 * Rehearsals: one at a time over all servers. Its row says to all of them where it stands, and stays until the next one;
 * the server that was asked for it plays it.
 */
export function createRehearsals(deps: Deps, ownAddress: () => Own) {
  let own: Run | undefined

  return {
    async read(place: ExamPlace): Promise<State> {
      await requireExam(deps, place)
      return stateOf(deps, place)
    },

    async start({ students, ...place }: ExamPlace & { students: number }): Promise<State> {
      await requireRehearsable(deps, place)
      const address = ownAddress()
      const state = emptyState('preparing', students)
      await claim(deps, { examId: place.examId, state })
      const run: Run = { examId: place.examId, state, mustStop: false, ended: Promise.resolve() }
      own = run
      run.ended = play(deps, { run, place, own: address })
      return state
    },

    /** Returns once everything is deleted. */
    async stop(place: ExamPlace): Promise<State> {
      await requireExam(deps, place)
      await deps.db.rehearsal.updateMany({ where: { examId: place.examId }, data: { mustStop: true } })
      if (own?.examId === place.examId) await endOf(own)
      const until = performance.now() + stopsWithinMs
      for (;;) {
        const state = await stateOf(deps, place)
        if (isOver(state) || performance.now() > until) return state
        await sleep(tellEveryMs / 2)
      }
    },

    /** Ends the rehearsal when the server stops, so that none of its data is left behind. */
    async close() {
      if (own) await endOf(own)
    },
  }
}

async function stateOf({ db, now }: Deps, { examId }: { examId: string }): Promise<State> {
  const row = await db.rehearsal.findUnique({ where: { examId } })
  if (!row) return emptyState('none', 0)
  const isLost = !isOver(row.state) && row.seenAt.getTime() < now().getTime() - silentMs
  return isLost ? { ...row.state, phase: 'failed' } : row.state
}

/** Refuses when a rehearsal is under way, on whichever server, for whichever exam. */
async function claim({ db, now }: Deps, { examId, state }: { examId: string; state: State }) {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${claimLock}::bigint)`
    const recent = await tx.rehearsal.findMany({ where: { seenAt: { gte: new Date(now().getTime() - silentMs) } } })
    if (recent.some((one) => !isOver(one.state))) throw new Refusal('rehearsal_under_way')
    const told = { state, mustStop: false, seenAt: now() }
    await tx.rehearsal.upsert({ where: { examId }, create: { examId, ...told }, update: told })
  })
}

/** An arbitrary number that nothing else locks. */
const claimLock = 7_236_150

/** Tells the others where it stands; hears from them whether it must stop. */
async function tell({ db, now }: Deps, run: Run) {
  const { examId, state } = run
  const [row] = await db.rehearsal.updateManyAndReturn({ where: { examId }, data: { state, seenAt: now() } })
  if (row?.mustStop) run.mustStop = true
}

async function endOf(run: Run) {
  run.mustStop = true
  await run.ended
}

/** Never rejects: an error ends up in the state of the rehearsal. */
async function play(deps: Deps, { run, place, own }: { run: Run; place: ExamPlace; own: Own }) {
  const { state } = run
  let courseId: string | undefined
  let end: State['phase'] = 'failed'
  // While the database is away there is nobody to tell.
  const stopTelling = repeat(() => tell(deps, run).catch(() => undefined), tellEveryMs)
  try {
    const stage = await setStage(deps, { ...place, students: state.students })
    courseId = stage.courseId
    state.questionCount = stage.questionCount
    state.phase = 'running'
    const began = performance.now()
    const isLate = () => performance.now() - began > longestMs
    const heard = await playAll(deps, { run, own, stage, mustStop: () => run.mustStop || isLate() })
    end = run.mustStop ? 'stopped' : isLate() ? 'out_of_time' : 'finished'
    state.phase = 'checking'
    state.lost = await countLosses(deps, heard)
  } catch (error) {
    end = 'failed'
    fail(state, error)
  }
  try {
    if (courseId) await clearStage(deps, { courseId })
  } catch (error) {
    // The database is unreachable: the timer deletes the data once it is back.
    fail(state, error)
  }
  await stopTelling()
  state.phase = end
  // Unheard, the others take it for failed once it has been silent for long.
  await tell(deps, run).catch(() => undefined)
}

type Playing = { run: Run; own: Own; stage: Awaited<ReturnType<typeof setStage>>; mustStop: () => boolean }

async function playAll(deps: Deps, { run: { state }, own, stage, mustStop }: Playing) {
  const saves: Acknowledged[] = []
  const submissions: string[] = []
  const durations: number[] = []
  const { examId, studentIds, questionCount } = stage
  await Promise.all(
    studentIds.map(async (studentId, i) => {
      try {
        await rehearse({
          number: i + 1,
          own,
          token: await openDoor(deps, studentId),
          examId,
          startsAfterMs: (Math.min(startsWithinMs, 50 * studentIds.length) * i) / studentIds.length,
          thinkMs: Math.min(600, answersWithinMs / Math.max(1, questionCount)),
          mustStop,
          heard: {
            started: () => {
              state.started += 1
            },
            saved: (one, { ms, isFirst }) => {
              saves.push(one)
              state.saves = saves.length
              if (isFirst) state.answered += 1
              durations.push(ms)
              state.slowestSaveMs = Math.max(state.slowestSaveMs ?? 0, ms)
            },
            submitted: (attemptId) => {
              state.submitted = submissions.push(attemptId)
            },
          },
        })
      } catch (error) {
        fail(state, error)
      }
    }),
  )
  state.medianSaveMs = durations.sort((a, b) => a - b)[Math.floor(durations.length / 2)] ?? null
  return { saves, submissions }
}

function fail(state: State, error: unknown) {
  state.errors += 1
  state.firstError ??= cutText(error instanceof Error ? error.message : String(error), 200)
}

const isOver = ({ phase }: State) => phase !== 'preparing' && phase !== 'running' && phase !== 'checking'

function emptyState(phase: State['phase'], students: number): State {
  const none = { questionCount: 0, started: 0, answered: 0, submitted: 0, saves: 0, errors: 0 }
  return { phase, students, ...none, firstError: null, slowestSaveMs: null, medianSaveMs: null, lost: null }
}
