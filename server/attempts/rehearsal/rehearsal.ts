import type { getRehearsal } from '#contract/attempts/rehearsals.ts'
import type { Reply } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'
import { countLosses } from './losses.ts'
import { clearStage, openDoor, requireRehearsable, setStage } from './stage.ts'
import { type Acknowledged, type Own, rehearse } from './student.ts'

type State = Reply<typeof getRehearsal>
type Run = { examId: string; state: State; mustStop: boolean; ended: Promise<void> }

const longestMs = 90_000
/** Simulated students start within this time, and answer the whole copy within about that time. */
const startsWithinMs = 5_000
const answersWithinMs = 25_000

/** The rehearsals of this server: one at a time; the state of the last one is kept until the server stops. */
export function createRehearsals(deps: Deps, ownAddress: () => Own) {
  let last: Run | undefined
  let isStarting = false
  const isUnderWay = () => isStarting || (last !== undefined && !isOver(last.state))
  const stateOf = (examId: string) => (last?.examId === examId ? last.state : emptyState('none', 0))

  return {
    async read(place: ExamPlace): Promise<State> {
      await requireExam(deps, place)
      return stateOf(place.examId)
    },

    async start({ students, ...place }: ExamPlace & { students: number }): Promise<State> {
      if (isUnderWay()) {
        await requireExam(deps, place)
        throw new Refusal('rehearsal_under_way')
      }
      isStarting = true
      try {
        await requireRehearsable(deps, place)
        const own = ownAddress()
        const run: Run = {
          examId: place.examId,
          state: emptyState('preparing', students),
          mustStop: false,
          ended: Promise.resolve(),
        }
        last = run
        run.ended = play(deps, { run, place, own })
        return run.state
      } finally {
        isStarting = false
      }
    },

    /** Returns once everything is deleted. */
    async stop(place: ExamPlace): Promise<State> {
      await requireExam(deps, place)
      if (last?.examId === place.examId) await endOf(last)
      return stateOf(place.examId)
    },

    /** Ends the rehearsal when the server stops, so that none of its data is left behind. */
    async close() {
      if (last) await endOf(last)
    },
  }
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
  state.phase = end
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
  state.firstError ??= (error instanceof Error ? error.message : String(error)).slice(0, 200)
}

const isOver = ({ phase }: State) => phase !== 'preparing' && phase !== 'running' && phase !== 'checking'

function emptyState(phase: State['phase'], students: number): State {
  const none = { questionCount: 0, started: 0, answered: 0, submitted: 0, saves: 0, errors: 0 }
  return { phase, students, ...none, firstError: null, slowestSaveMs: null, medianSaveMs: null, lost: null }
}
