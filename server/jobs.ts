import type { FastifyBaseLogger } from 'fastify'
import { clearLeftovers } from '#server/attempts/rehearsal/stage.ts'
import { writeContacts } from '#server/attempts/sitting/contact.ts'
import { removeExpiredSessions } from '#server/platform/sessions.ts'
import { sweepAttempts } from './attempts/sweep.ts'
import { openAndCloseDue } from './exams/open-and-close-due.ts'
import { markAllPending } from './grading/mark-pending.ts'
import { releaseDue } from './grading/release.ts'
import { removeOldEvents } from './platform/account-events.ts'
import type { Deps } from './platform/deps.ts'
import { isDatabaseAway } from './platform/refusals.ts'
import { troublesOf } from './platform/troubles.ts'
import { sweepImages } from './questions/images/sweep-images.ts'
import { recordQuestions } from './statistics/record-questions.ts'

const round = [openAndCloseDue, clearLeftovers, writeContacts, sweepAttempts, markAllPending, releaseDue]
const sweeping = [removeExpiredSessions, removeOldEvents, sweepImages]

/**
 * One round of all periodic jobs, in the order of an exam's life. Each step also repairs what a crash left unfinished.
 */
export const runJobs = (deps: Deps, log?: Log) => each(deps, round, log)

type Log = Pick<FastifyBaseLogger, 'error'>
type Job = (deps: Deps) => Promise<unknown>

/** A failing job is logged, and the next ones still run. */
async function each(deps: Deps, jobs: readonly Job[], log?: Log) {
  for (const job of jobs) {
    try {
      await job(deps)
    } catch (error) {
      // Without a database every job would fail: the next round does the work.
      if (!log || isDatabaseAway(error as Error)) throw error
      log.error({ err: error, job: job.name }, 'a job failed')
    }
  }
}

const everyMs = 3_000
const sweepEveryMs = 3_600_000
const recordsEveryMs = 20_000

/** Runs the rounds one after the other. Returns a function that stops them and waits for the round under way. */
export function startJobs(deps: Deps, log: FastifyBaseLogger) {
  let isStopped = false
  let sweptAt = 0
  let recordsAt = 0
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  troublesOf(deps).log = log

  const run = async () => {
    try {
      await runJobs(deps, log)
      if (deps.now().getTime() - sweptAt > sweepEveryMs) {
        sweptAt = deps.now().getTime()
        await each(deps, sweeping, log)
      }
      if (deps.now().getTime() - recordsAt > recordsEveryMs) {
        recordsAt = deps.now().getTime()
        // When several exams wait, the next round takes the next one.
        if (await recordQuestions(deps)) recordsAt = 0
      }
    } catch (error) {
      // A database failure is temporary: the next round does the work.
      log.error({ err: error }, 'a round of jobs failed')
    }
    if (!isStopped) timer = setTimeout(next, everyMs)
  }
  const next = () => {
    underWay = run()
  }
  next()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await underWay
  }
}
