import type { FastifyBaseLogger } from 'fastify'
import { writeStandings } from '#server/attempts/locked-browser/standings.ts'
import { carryOn } from '#server/attempts/monitor/carry-on.ts'
import { clearLeftovers } from '#server/attempts/rehearsal/stage.ts'
import { writeContacts } from '#server/attempts/sitting/contact.ts'
import { removeExpiredSessions } from '#server/platform/sessions.ts'
import { sweepAttempts } from './attempts/sweep.ts'
import { removeOldStaffRequests } from './auth/sign-on/remove-old-requests.ts'
import { tellSittings } from './exams/notices/tell-sittings.ts'
import { openAndCloseDue } from './exams/open-and-close-due.ts'
import { markAllPending } from './grading/mark-pending.ts'
import { releaseDue } from './grading/release.ts'
import { removeOldLogins } from './lms/logins.ts'
import { removeOldEvents } from './platform/account-events.ts'
import type { Deps } from './platform/deps.ts'
import { jobStatesOf } from './platform/job-states.ts'
import { removeOldMail } from './platform/mail/send-mail.ts'
import { metricsOf } from './platform/metrics.ts'
import { isDatabaseAway } from './platform/refusals.ts'
import { repeat } from './platform/repeat.ts'
import { troublesOf } from './platform/troubles.ts'
import { knowQuestions } from './questions/bank/know-questions.ts'
import { lintLargeBanks } from './questions/bank/lint-cache.ts'
import { sweepImages } from './questions/images/sweep-images.ts'
import { recordQuestions } from './statistics/record-questions.ts'

/** By the name under which they are watched: docs/operating.md. */
const round = {
  open_and_close: openAndCloseDue,
  carry_on: carryOn,
  clear_rehearsals: clearLeftovers,
  write_contacts: writeContacts,
  write_standings: writeStandings,
  collect_copies: sweepAttempts,
  mark: markAllPending,
  release: releaseDue,
}
const preparing = { know_questions: knowQuestions, lint_banks: lintLargeBanks }
const telling = { tell_sittings: tellSittings }
const sweeping = {
  remove_sessions: removeExpiredSessions,
  remove_account_events: removeOldEvents,
  remove_images: sweepImages,
  remove_mail: removeOldMail,
  remove_staff_requests: removeOldStaffRequests,
  remove_lti_logins: removeOldLogins,
}

/**
 * One round of all periodic jobs, in the order of an exam's life. Each step also repairs what a crash left unfinished.
 */
export const runJobs = (deps: Deps, log?: Log) => each(deps, round, log)

type Log = Pick<FastifyBaseLogger, 'error'>
type Job = (deps: Deps) => Promise<unknown>

/** A failing job is logged, and the next ones still run. */
async function each(deps: Deps, jobs: Readonly<Record<string, Job>>, log?: Log) {
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await watched(deps, name, job)
    } catch (error) {
      // Without a database every job would fail: the next round does the work.
      if (!log || isDatabaseAway(error as Error)) throw error
      log.error({ err: error, job: name }, 'a job failed')
    }
  }
}

async function watched<T>(deps: Deps, name: string, job: (deps: Deps) => Promise<T>): Promise<T> {
  try {
    const result = await job(deps)
    jobStatesOf(deps).succeeded(name, deps.now())
    metricsOf(deps)?.jobEnded(name, 'done')
    return result
  } catch (error) {
    jobStatesOf(deps).failed(name, deps.now())
    metricsOf(deps)?.jobEnded(name, 'failed')
    throw error
  }
}

const everyMs = 3_000
const sweepEveryMs = 3_600_000
const recordsEveryMs = 20_000
const tellEveryMs = 30_000

/** Runs the rounds one after the other. Returns a function that stops them and waits for the round under way. */
export function startJobs(deps: Deps, log: FastifyBaseLogger) {
  let sweptAt = 0
  let recordsAt = 0
  let toldAt = 0
  troublesOf(deps).log = log

  return repeat(async () => {
    try {
      await runJobs(deps, log)
      if (deps.now().getTime() - sweptAt > sweepEveryMs) {
        sweptAt = deps.now().getTime()
        await each(deps, sweeping, log)
      }
      if (deps.now().getTime() - toldAt > tellEveryMs) {
        toldAt = deps.now().getTime()
        await each(deps, telling, log)
      }
      if (deps.now().getTime() - recordsAt > recordsEveryMs) {
        recordsAt = deps.now().getTime()
        await each(deps, preparing, log)
        // When several exams wait, the next round takes the next one.
        if (await watched(deps, 'record_questions', recordQuestions)) recordsAt = 0
      }
    } catch (error) {
      // A database failure is temporary: the next round does the work.
      log.error({ err: error }, 'a round of jobs failed')
    }
  }, everyMs)
}
