import { scoresToSend } from '#core/lms/scores.ts'
import type { LtiScore } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listPeople, type WantedOf, wantedScores } from './column-people.ts'
import { type ColumnPlace, findLineItem } from './line-item.ts'
import { scopes } from './scopes.ts'
import { type ScoreOutcome, sendScore } from './send-score.ts'
import { ServiceFailed } from './service-failed.ts'
import { readMarksOut } from './wanted-scores.ts'

/** A column in the hands of this server, until `claimedUntil`. */
export type ClaimedColumn = {
  id: string
  contextId: string
  examId: string | null
  lineItemUrl: string | null
  tries: number
  askedAt: Date | null
  claimedUntil: Date
  courseId: string
}

/** Of one column at a time: a platform is not flooded by a class of three hundred. */
const atOnce = 4
/** How long a server of ours may keep a column before it is taken for lost with it; renewed as scores leave. */
export const claimMs = 2 * 60_000

type Filled = { sent: number; waits: boolean }
const nothing: Filled = { sent: 0, waits: false }

/**
 * Sends what changed; `waits` when a part of it has to be tried again. A column that was deleted over there is found or
 * made again, once. Throws `ServiceFailed` when the column cannot be used now.
 */
export async function fillColumn(deps: Deps, claimed: ClaimedColumn, signal: AbortSignal): Promise<Filled> {
  const first = await fillOnce(deps, { claimed, signal })
  if (first !== 'gone') return first
  await forgetColumn(deps, claimed.id)
  const second = await fillOnce(deps, { claimed: { ...claimed, lineItemUrl: null }, signal })
  if (second === 'gone') throw new ServiceFailed('no_column', { answer: '404' })
  return second
}

type Filling = { claimed: ClaimedColumn; signal: AbortSignal }

async function fillOnce(deps: Deps, { claimed, signal }: Filling): Promise<Filled | 'gone'> {
  const context = await deps.db.ltiContext.findUnique({ where: { id: claimed.contextId }, include: { platform: true } })
  const out = await readMarksOut(deps, claimed)
  if (!context || !out) return nothing
  const { platform } = context
  const people = await listPeople(deps, { courseId: claimed.courseId, platformId: platform.id })
  const known = await deps.db.ltiScore.findMany({ where: { columnId: claimed.id } })
  const changed = withStudents(scoresToSend(wantedScores(people, out), known), { people, known })
  if (changed.length === 0) return nothing
  if (!context.scopes.includes(scopes.score)) throw new ServiceFailed('not_offered')
  const column = { examId: claimed.examId, label: out.title, outOf: out.outOf }
  const lineItem = claimed.lineItemUrl ?? (await chooseLineItem(deps, { id: claimed.id, platform, context, column }))
  return sendAll(deps, { claimed, signal, place: { platform, context, column }, lineItem, changed, known })
}

type Changed = ReturnType<typeof scoresToSend>
type Known = { people: readonly { studentId: string; userId: string | null }[]; known: readonly LtiScore[] }

function withStudents(changed: Changed, { people, known }: Known): WantedOf[] {
  const byUser = new Map([...known, ...people].map(({ userId, studentId }) => [userId, studentId]))
  return changed.flatMap((one) => {
    const studentId = byUser.get(one.userId)
    return studentId === undefined ? [] : [{ ...one, studentId }]
  })
}

async function chooseLineItem(deps: Deps, { id, ...place }: ColumnPlace & { id: string }) {
  const lineItemUrl = await findLineItem(deps, place)
  await deps.db.ltiColumn.update({ where: { id }, data: { lineItemUrl } })
  return lineItemUrl
}

/** What it held went with it: everything is to be sent again, to another. */
const forgetColumn = ({ db }: Deps, columnId: string) =>
  db.$transaction([
    db.ltiColumn.update({ where: { id: columnId }, data: { lineItemUrl: null } }),
    db.ltiScore.updateMany({
      where: { columnId, sentAt: { not: null } },
      data: { sentAt: null, sentMark: null, sentOutOf: null, state: 'waiting' },
    }),
  ])

type Sending = Filling & {
  place: ColumnPlace
  lineItem: string
  changed: readonly WantedOf[]
  known: readonly LtiScore[]
}

async function sendAll(deps: Deps, { claimed, signal, ...sending }: Sending): Promise<Filled | 'gone'> {
  const stampOf = new Map(sending.known.map(({ userId, stampedAt }) => [userId, stampedAt]))
  const done: ScoreOutcome[] = []
  let { claimedUntil } = claimed
  for (let from = 0; from < sending.changed.length; from += atOnce) {
    const renewed = await renewClaim(deps, { id: claimed.id, claimedUntil })
    // A server of ours is told to stop, or another took the column over: it sends the rest.
    if (renewed === null || signal.aborted) return { sent: done.filter(isSent).length, waits: true }
    claimedUntil = renewed
    const chunk = sending.changed.slice(from, from + atOnce)
    const ended = await Promise.allSettled(
      chunk.map((score) => {
        const lastStamp = stampOf.get(score.userId) ?? null
        return sendScore(deps, { ...sending, columnId: claimed.id, score, lastStamp })
      }),
    )
    const failed = ended.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    const outcomes = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    if (outcomes.includes('gone')) return 'gone'
    done.push(...outcomes)
  }
  return { sent: done.filter(isSent).length, waits: done.includes('waits') }
}

const isSent = (outcome: ScoreOutcome) => outcome === 'sent'

/** Null when another server has the column by now. */
async function renewClaim({ db, now }: Deps, { id, claimedUntil }: { id: string; claimedUntil: Date }) {
  const until = new Date(now().getTime() + claimMs)
  const { count } = await db.ltiColumn.updateMany({ where: { id, claimedUntil }, data: { claimedUntil: until } })
  return count === 0 ? null : until
}
