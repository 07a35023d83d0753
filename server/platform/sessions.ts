import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches, hashToken } from '#server/platform/session.ts'

const hour = 3_600_000
/** Absolute lifetimes. A student's covers any exam day, so that no session ends in the middle of a copy. */
const staffMs = 7 * 24 * hour
const studentMs = 36 * hour

export type SessionHolder = { personId: string } | { studentId: string }
/** Where somebody was signed in, who they are there, and the session over there when it has a name. */
export type SessionOrigin = { source: string; subject: string; sourceSession?: string; isStrong?: boolean }
type Holder = SessionHolder & { userAgent: string; address?: string; origin?: SessionOrigin | undefined }

type NewSession = Holder & { tokenHash: Buffer; createdAt: Date; expiresAt: Date }

/** A new session: 32 random bytes for the cookie, their hash in the database. */
export async function startSession(deps: Deps, holder: Holder) {
  const { now, randomBytes } = deps
  const token = randomBytes(32).toString('base64url')
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + ('personId' in holder ? staffMs : studentMs))
  await writeInBatch(deps, { ...holder, tokenHash: hashToken(token), createdAt, expiresAt })
  return { token, expiresAt }
}

/** A class signs in within a minute, so simultaneous sessions are written together. */
const writeInBatch = batched(async ({ pool }: Deps, sessions: NewSession[]) => {
  await pool.query({
    name: 'sessions-write',
    text: `insert into "Session" (id, "tokenHash", "personId", "studentId", "createdAt", "lastSeenAt", "expiresAt",
             "userAgent", address, source, subject, "sourceSession", "isStrong")
           select gen_random_uuid(), hash, person, student, created, created, expires, agent, place, source, subject,
             there, strong
           from unnest($1::bytea[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[],
             $8::text[], $9::text[], $10::text[], $11::boolean[])
             as t(hash, person, student, created, expires, agent, place, source, subject, there, strong)`,
    values: [
      sessions.map(({ tokenHash }) => tokenHash),
      sessions.map((one) => ('personId' in one ? one.personId : null)),
      sessions.map((one) => ('studentId' in one ? one.studentId : null)),
      sessions.map(({ createdAt }) => createdAt),
      sessions.map(({ expiresAt }) => expiresAt),
      sessions.map(({ userAgent }) => userAgent),
      sessions.map(({ address = '' }) => address),
      sessions.map(({ origin }) => origin?.source ?? ''),
      sessions.map(({ origin }) => origin?.subject ?? ''),
      sessions.map(({ origin }) => origin?.sourceSession ?? ''),
      sessions.map(({ origin }) => origin?.isStrong ?? false),
    ],
  })
  return sessions
})

export async function endSession(deps: Deps, sessionId: string) {
  await deps.db.session.deleteMany({ where: { id: sessionId } })
  await clearSessionCaches(deps)
}

/** Ends every session of a person: after a sign-out everywhere, a new password or a renewed code. */
export async function endSessionsOf(deps: Deps, holder: SessionHolder) {
  await deps.db.session.deleteMany({ where: holder })
  await clearSessionCaches(deps)
}

/** Ends all sessions of a person except this one. */
export async function endOtherSessionsOf(deps: Deps, { personId, sessionId }: { personId: string; sessionId: string }) {
  await deps.db.session.deleteMany({ where: { personId, id: { not: sessionId } } })
  await clearSessionCaches(deps)
}

/** Called by the timer. */
export async function removeExpiredSessions({ db, now }: Deps) {
  await db.session.deleteMany({ where: { expiresAt: { lt: now() } } })
}
