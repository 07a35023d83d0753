/**
 * What a column of a platform should hold of each student, and what of it has to be sent (Assignment and Grade Services
 * 2.0). Marks are hundredths; null is « no mark », which empties the cell of somebody who had one.
 */

export type WantedScore = { readonly userId: string; readonly mark: number | null; readonly outOf: number }

/** Of one student, as the platform last acknowledged it, and as it was last tried. */
export type KnownScore = WantedScore & {
  /** One of `scoreStates`. */
  readonly state: string
  readonly sentMark: number | null
  readonly sentOutOf: number | null
  /** Null: the platform never took anything of them. */
  readonly sentAt: Date | null
}

export const scoreStates = ['waiting', 'sent', 'refused'] as const

/**
 * Those that differ from what the platform has. Somebody without a mark who never had one there has nothing to send, and
 * what it refused is not tried again until it changes or a person asks.
 */
export function scoresToSend(wanted: readonly WantedScore[], known: readonly KnownScore[]): WantedScore[] {
  const byUser = new Map(known.map((one) => [one.userId, one]))
  const asked = new Set(wanted.map(({ userId }) => userId))
  const gone = known
    .filter(({ userId }) => !asked.has(userId))
    .map(({ userId, outOf }) => ({ userId, mark: null, outOf }))
  return [...wanted, ...gone].filter((one) => isToSend(one, byUser.get(one.userId)))
}

function isToSend({ mark, outOf }: WantedScore, known: KnownScore | undefined): boolean {
  const hadMark = known?.sentAt != null && known.sentMark !== null
  const hasIt = hadMark && known.sentMark === mark && known.sentOutOf === outOf
  if (mark === null ? !hadMark : hasIt) return false
  return !(known?.state === 'refused' && known.mark === mark && known.outOf === outOf)
}

/**
 * Each score of a student is later than the one before, whatever the clocks of two servers say: by a second, because some
 * platforms compare no less.
 */
export const nextStamp = (now: Date, last: Date | null) =>
  new Date(Math.max(now.getTime(), last === null ? 0 : last.getTime() + 1000))

/** What is posted: without a mark, the platform empties the cell. */
export function scoreBody({ userId, mark, outOf }: WantedScore, stamp: Date) {
  const head = { userId, timestamp: stamp.toISOString() }
  if (mark === null) return { ...head, activityProgress: 'Submitted', gradingProgress: 'NotReady' }
  return {
    ...head,
    ...{ scoreGiven: mark / 100, scoreMaximum: outOf / 100 },
    ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
  }
}

/** A mark under zero cannot be written: the standard has none. */
export const canBeSent = ({ mark }: WantedScore) => mark === null || mark >= 0

const minute = 60_000
/** Minutes before the next try of a column whose platform does not answer; then every eight hours. */
const delays = [1, 5, 15, 30, 60, 120, 240, 480]

export const nextTryAt = (now: Date, tries: number) =>
  new Date(now.getTime() + (delays[Math.min(tries, delays.length) - 1] ?? 1) * minute)

/** How long a platform asked us to wait (RFC 9110, 10.2.3), between a second and an hour; a minute when it is unclear. */
export function waitAsked(retryAfter: string | undefined, now: Date): number {
  const said = retryAfter ?? ''
  const date = Date.parse(said)
  const ms = /^\d{1,6}$/.test(said) ? Number(said) * 1000 : Number.isNaN(date) ? minute : date - now.getTime()
  return Math.min(Math.max(ms, 1000), 60 * minute)
}
