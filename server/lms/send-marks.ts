import type { FastifyBaseLogger } from 'fastify'
import { nextTryAt } from '#core/lms/scores.ts'
import type { Deps } from '#server/platform/deps.ts'
import { jobStatesOf } from '#server/platform/job-states.ts'
import { metricsOf } from '#server/platform/metrics.ts'
import { repeat } from '#server/platform/repeat.ts'
import { type ClaimedColumn, claimMs, fillColumn } from './fill-column.ts'
import { ServiceFailed } from './service-failed.ts'

const minute = 60_000
/** When nothing happened, a column that sends by itself is compared again after this long. */
const lookEveryMs = minute
const mostInARound = 50

/**
 * Sends what changed of the marks of every column that is due, one column after the other; several servers share the
 * work, column by column. What was sent and not written down when a server died is sent again, and says the same.
 */
export async function sendDueMarks(deps: Deps, signal: AbortSignal = new AbortController().signal) {
  let sent = 0
  for (let i = 0; i < mostInARound && !signal.aborted; i += 1) {
    const column = await claimOne(deps)
    if (!column) return sent
    sent += await fill(deps, column, signal)
  }
  return sent
}

async function fill(deps: Deps, column: ClaimedColumn, signal: AbortSignal): Promise<number> {
  try {
    const { sent, waits } = await fillColumn(deps, column, signal)
    await release(deps, column, {
      ...{ tries: 0, failure: null, answer: '' },
      ...(waits ? { nextAt: nextTryAt(deps.now(), 1) } : { isAsked: false, nextAt: later(deps, lookEveryMs) }),
    })
    return sent
  } catch (error) {
    if (!(error instanceof ServiceFailed)) {
      await release(deps, column, { nextAt: later(deps, lookEveryMs) })
      throw error
    }
    const { code, answer, waitMs } = error
    const tries = column.tries + 1
    const nextAt = waitMs === null ? nextTryAt(deps.now(), tries) : later(deps, waitMs)
    await release(deps, column, { nextAt, tries, failure: code, answer })
    return 0
  }
}

const later = ({ now }: Deps, ms: number) => new Date(now().getTime() + ms)

type Left = { nextAt: Date; tries?: number; failure?: string | null; answer?: string; isAsked?: boolean }

/** Somebody may have asked again meanwhile: what they asked stays asked. */
const release = ({ db, now }: Deps, { id, askedAt }: ClaimedColumn, { isAsked, ...left }: Left) =>
  db.$transaction([
    db.ltiColumn.updateMany({ where: { id }, data: { ...left, claimedUntil: null, lookedAt: now() } }),
    ...(isAsked === false ? [db.ltiColumn.updateMany({ where: { id, askedAt }, data: { askedAt: null } })] : []),
    db.ltiColumn.updateMany({ where: { id, askedAt: { gt: askedAt ?? new Date(0) } }, data: { nextAt: now() } }),
  ])

/** Of courses that are taught and of platforms in use; a column of another course than its own is left alone. */
async function claimOne({ pool, now }: Deps): Promise<ClaimedColumn | undefined> {
  const { rows } = await pool.query<ClaimedColumn>({
    name: 'lti-column-claim',
    text: `update "LtiColumn" c set "claimedUntil" = $2
           from "LtiContext" x
           where x.id = c."contextId" and c.id = (
             select w.id from "LtiColumn" w join "LtiContext" b on b.id = w."contextId"
               join "LtiPlatform" p on p.id = b."platformId" and p."approvedAt" is not null and p."disabledAt" is null
               join "Course" k on k.id = b."courseId" and k."archivedAt" is null
               left join "Exam" e on e.id = w."examId"
             where (w."sendsByItself" or w."askedAt" is not null) and w."nextAt" <= $1
               and (w."claimedUntil" is null or w."claimedUntil" < $1) and (e.id is null or e."courseId" = k.id)
             order by w."nextAt", w.id limit 1 for update of w skip locked)
           returning c.id, c."contextId", c."examId", c."lineItemUrl", c.tries, c."askedAt", c."claimedUntil", x."courseId"`,
    values: [now(), new Date(now().getTime() + claimMs)],
  })
  return rows[0]
}

const everyMs = 3_000

/** Sends in a loop of its own: a platform that hangs holds no exam. Returns the function that stops it. */
export function startSendingMarks(deps: Deps, log: FastifyBaseLogger) {
  const stop = new AbortController()
  const round = async () => {
    try {
      await sendDueMarks(deps, stop.signal)
      jobStatesOf(deps).succeeded('send_marks', deps.now())
      metricsOf(deps)?.jobEnded('send_marks', 'done')
    } catch (error) {
      jobStatesOf(deps).failed('send_marks', deps.now())
      metricsOf(deps)?.jobEnded('send_marks', 'failed')
      log.error({ err: error }, 'marks were not sent to a platform')
    }
  }
  const end = repeat(round, everyMs)
  return () => {
    stop.abort()
    return end()
  }
}
