import { createHash } from 'node:crypto'
import { batched } from './batcher.ts'
import type { StaffCaller, StudentCaller } from './caller.ts'
import type { Deps } from './deps.ts'
import { messagesOf, tellServers } from './messages.ts'

/** Milliseconds a session stays cached, so that a save needs no look-up. Removed at sign-out, on whatever server. */
const cacheMs = 30_000
/** The same while this server cannot hear of a sign-out on another. */
const deafCacheMs = 2_000
const cacheSize = 20_000
/** Interval between writes of the last visit, in milliseconds. */
const touchMs = 5 * 60_000
/** Staff are signed out after this long without a request; students never, because of long exams. */
const idleMs = 12 * 3_600_000

type Known = { caller: StaffCaller | StudentCaller; until: number }
type Cache = { sessions: Map<string, Known>; clearings: number }
const caches = new WeakMap<object, Cache>()

export const hashToken = (token: string) => createHash('sha256').update(token).digest()

/** The holder of this token, or null: unknown, expired, or idle for too long. */
export async function findSession(deps: Deps, token: string): Promise<StaffCaller | StudentCaller | null> {
  const cache = cacheOf(deps)
  const { sessions, clearings } = cache
  const now = deps.now().getTime()
  const known = sessions.get(token)
  if (known && known.until > now && known.until <= now + cacheMs) return known.caller
  const row = await readInBatch(deps, hashToken(token))
  if (!row || (row.personId && now - row.lastSeenAt.getTime() > idleMs)) {
    sessions.delete(token)
    return null
  }
  if (now - row.lastSeenAt.getTime() > touchMs) {
    await touchInBatch(deps, row.id)
  }
  const caller = callerOf(row)
  // What was read before sessions ended is answered once, and not kept.
  if (cache.clearings !== clearings) return caller
  if (sessions.size >= cacheSize) sessions.clear()
  sessions.set(token, { caller, until: now + (messagesOf(deps).isListening ? cacheMs : deafCacheMs) })
  return caller
}

/** Clears the cache of every server, after a sign-out or when sessions are ended for somebody. */
export async function clearSessionCaches(deps: Deps) {
  clear(cacheOf(deps))
  await tellServers(deps, 'sessions_ended', [''])
}

function clear(cache: Cache) {
  cache.sessions.clear()
  cache.clearings += 1
}

function cacheOf(deps: Deps): Cache {
  const known = caches.get(deps.pool)
  if (known) return known
  const cache = { sessions: new Map<string, Known>(), clearings: 0 }
  caches.set(deps.pool, cache)
  messagesOf(deps).listen('sessions_ended', { hear: () => clear(cache), missed: () => clear(cache) })
  return cache
}

type Row = {
  id: string
  tokenHash: Buffer
  personId: string | null
  studentId: string | null
  lastSeenAt: Date
  personName: string | null
  hasSecondFactor: boolean
  studentName: string | null
  courseId: string | null
  source: string
  subject: string
}

const sessionQuery = `
  select s.id, s."tokenHash", s."personId", s."studentId", s."lastSeenAt", p.name as "personName",
         p."secondFactorAt" is not null or s."isStrong" as "hasSecondFactor", st."courseId", s.source, s.subject,
         st."givenName" || ' ' || st."familyName" as "studentName"
  from "Session" s
  left join "Person" p on p.id = s."personId"
  left join "Student" st on st.id = s."studentId" and st."archivedAt" is null
    and not exists (select from "Course" c where c.id = st."courseId" and c."archivedAt" is not null)
  where s."tokenHash" = any($1::bytea[]) and s."expiresAt" > $2 and (p.id is not null or st.id is not null)`

/** Simultaneous look-ups of a class share one statement, without waiting since nothing is committed. */
const readInBatch = batched(
  async ({ pool, now }: Deps, hashes: Buffer[]): Promise<(Row | undefined)[]> => {
    const { rows } = await pool.query<Row>({ name: 'sessions', text: sessionQuery, values: [hashes, now()] })
    const found = new Map(rows.map((row) => [row.tokenHash.toString('hex'), row]))
    return hashes.map((hash) => found.get(hash.toString('hex')))
  },
  { restMs: 0 },
)

const touchInBatch = batched(async ({ pool, now }: Deps, ids: string[]) => {
  await pool.query({
    name: 'sessions-touch',
    text: 'update "Session" set "lastSeenAt" = $2 where id = any($1::uuid[])',
    values: [[...ids].sort(), now()],
  })
  return ids
})

function callerOf(row: Row): StaffCaller | StudentCaller {
  if (row.personId)
    return {
      kind: 'staff',
      sessionId: row.id,
      personId: row.personId,
      name: row.personName ?? '',
      hasSecondFactor: row.hasSecondFactor,
    }
  return {
    kind: 'student',
    sessionId: row.id,
    studentId: row.studentId ?? '',
    courseId: row.courseId ?? '',
    ...(row.source === '' ? {} : { elsewhere: { source: row.source, subject: row.subject } }),
    name: row.studentName ?? '',
  }
}
