import type { ScoreFailure } from '#contract/lms/failures.ts'
import { canBeSent, nextStamp, scoreBody } from '#core/lms/scores.ts'
import type { Deps } from '#server/platform/deps.ts'
import { askService, refuseStatus } from './ask-service.ts'
import type { WantedOf } from './column-people.ts'
import { type ColumnPlace, doesExist } from './line-item.ts'
import { markScopes } from './scopes.ts'

const type = 'application/vnd.ims.lis.v1.score+json'

/** `gone`: there is no such column any more; `waits`: it is to be tried again. */
export type ScoreOutcome = 'sent' | 'refused' | 'waits' | 'gone'

type Sending = { columnId: string; place: ColumnPlace; lineItem: string; score: WantedOf; lastStamp: Date | null }

/**
 * Sends one mark and keeps what became of it. Its time is written down first: after a crash the next one is later. Throws
 * `ServiceFailed` for what is not about this student.
 */
export async function sendScore(deps: Deps, sending: Sending): Promise<ScoreOutcome> {
  const { score, place, lineItem } = sending
  const stamp = nextStamp(deps.now(), sending.lastStamp)
  await writeTried(deps, { ...sending, stamp })
  if (!canBeSent(score)) return refuse(deps, sending, { failure: 'negative', answer: '' })
  const answer = await askService(deps, {
    ...{ platform: place.platform, scopes: markScopes(place.context.scopes) },
    ...{ url: scoresOf(lineItem), method: 'POST', sent: { type, body: scoreBody(score, stamp) } },
  })
  const said = `${answer.status}`
  switch (answer.status) {
    case 404:
    case 410:
      if (!(await doesExist(deps, { ...place, url: lineItem }))) return 'gone'
      return refuse(deps, sending, { failure: 'unknown_user', answer: said })
    case 409:
      await write(deps, sending, { failure: 'conflict', answer: said })
      return 'waits'
    case 400:
    case 403:
    case 422:
      return refuse(deps, sending, { failure: 'refused', answer: said })
    default:
      refuseStatus(deps, answer)
      await write(deps, sending, {
        ...{ state: 'sent', failure: null, answer: '' },
        ...{ sentMark: score.mark, sentOutOf: score.outOf, sentAt: deps.now() },
      })
      return 'sent'
  }
}

/** The address of a line may have a question mark: what is under it comes before. */
function scoresOf(lineItem: string): string {
  const url = new URL(lineItem)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`
  return url.href
}

/** Of a student who was erased meanwhile, nothing is kept. */
async function writeTried({ db }: Deps, { columnId, score, stamp }: Sending & { stamp: Date }) {
  const { userId, studentId, mark, outOf } = score
  const tried = { studentId, mark, outOf, stampedAt: stamp, state: 'waiting' }
  await db.ltiScore.upsert({
    where: { columnId_userId: { columnId, userId } },
    create: { columnId, userId, ...tried },
    update: tried,
  })
}

type Written = {
  state?: string
  failure: ScoreFailure | null
  answer: string
  sentMark?: number | null
  sentOutOf?: number
  sentAt?: Date
}

const write = ({ db }: Deps, { columnId, score: { userId } }: Sending, data: Written) =>
  db.ltiScore.updateMany({ where: { columnId, userId }, data })

async function refuse(deps: Deps, sending: Sending, why: { failure: ScoreFailure; answer: string }) {
  await write(deps, sending, { ...why, state: 'refused' })
  return 'refused' as const
}
