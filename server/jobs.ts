import type { FastifyBaseLogger } from 'fastify'
import { clearLeftovers } from './attempts/rehearsal-stage.ts'
import { sweepAttempts } from './attempts/sweep.ts'
import { removeExpiredSessions } from './auth/sessions.ts'
import { openAndCloseDue } from './exams/open-and-close-due.ts'
import { markPending } from './grading/mark-pending.ts'
import { releaseDue } from './grading/release.ts'
import type { Deps } from './platform/deps.ts'
import { sweepImages } from './questions/images/sweep-images.ts'
import { recordQuestions } from './statistics/record-questions.ts'

/** One round of what time asks for, in the order of the story. Each step heals what a crash left undone. */
export async function runJobs(deps: Deps) {
  await openAndCloseDue(deps)
  await clearLeftovers(deps)
  await sweepAttempts(deps)
  await markPending(deps)
  await releaseDue(deps)
}

const everyMs = 3_000
const sweepEveryMs = 3_600_000
const recordsEveryMs = 20_000

/** Runs the rounds one after the other, never two at once. Returns how to stop, which waits for the round under way. */
export function startJobs(deps: Deps, log: FastifyBaseLogger) {
  let isStopped = false
  let sweptAt = 0
  let recordsAt = 0
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()

  const run = async () => {
    try {
      await runJobs(deps)
      if (deps.now().getTime() - sweptAt > sweepEveryMs) {
        sweptAt = deps.now().getTime()
        await removeExpiredSessions(deps)
        await sweepImages(deps)
      }
      if (deps.now().getTime() - recordsAt > recordsEveryMs) {
        recordsAt = deps.now().getTime()
        // Several exams wait: the next round takes the next one.
        if (await recordQuestions(deps)) recordsAt = 0
      }
    } catch (error) {
      // A database that is away comes back: the next round does the work of this one.
      log.error({ err: error }, 'a round of jobs failed')
    }
    if (!isStopped) timer = setTimeout(next, everyMs)
  }
  const next = () => {
    round = run()
  }
  next()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await round
  }
}
