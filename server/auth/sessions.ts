import type { Deps } from '#server/platform/deps.ts'
import { forgetSessions, hashToken } from '#server/platform/session.ts'

const hour = 3_600_000
/** Absolute lifetimes. A student's covers any exam day, so that no session ends in the middle of a copy. */
const staffMs = 7 * 24 * hour
const studentMs = 36 * hour

type Holder = { personId: string; userAgent: string } | { studentId: string; userAgent: string }

/** A new session: 32 random bytes for the cookie, their hash in the database. */
export async function startSession({ db, now, randomBytes }: Deps, holder: Holder) {
  const token = randomBytes(32).toString('base64url')
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + ('personId' in holder ? staffMs : studentMs))
  await db.session.create({
    data: {
      tokenHash: new Uint8Array(hashToken(token)),
      createdAt,
      lastSeenAt: createdAt,
      expiresAt,
      ...holder,
    },
  })
  return { token, expiresAt }
}

export async function endSession(deps: Deps, sessionId: string) {
  await deps.db.session.deleteMany({ where: { id: sessionId } })
  forgetSessions(deps)
}

/** Ends every session of somebody: sign-out everywhere, a new password, a renewed code. */
export async function endSessionsOf(deps: Deps, holder: { personId: string } | { studentId: string }) {
  await deps.db.session.deleteMany({ where: holder })
  forgetSessions(deps)
}

/** Called by the timer. */
export async function removeExpiredSessions({ db, now }: Deps) {
  await db.session.deleteMany({ where: { expiresAt: { lt: now() } } })
}
