import type { LockedBrowserUse } from '#core/exams/locked-browser.ts'
import { examSettings } from '#core/exams/seb-exam-settings.ts'
import { configKeyText, plistOf } from '#core/exams/seb-settings.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { messagesOf, tellServers } from '#server/platform/messages.ts'
import { sha256 } from '#server/platform/sha256.ts'

/** What an exam asks of the browser, as one server remembers it: a request to a copy costs no query for it. */
export type BrowserLock = {
  readonly examId: string
  readonly courseId: string
  readonly use: LockedBrowserUse
  readonly quitPassword: string
  /** Of the course; null: not said. */
  readonly studentAddress: string | null
  /** The settings of the school that are accepted instead of ours; none: ours are. */
  readonly files: readonly { key: string; quitUrl: string }[]
  readonly excused: ReadonlySet<string>
}

/** How long a lock is remembered, in milliseconds; less while this server cannot hear that it changed. */
const cacheMs = 30_000
const deafCacheMs = 2_000
const mostExams = 500

type Known = { lock: BrowserLock | null; until: number }
const caches = new WeakMap<object, Map<string, Known>>()

function cacheOf(deps: Deps): Map<string, Known> {
  const known = caches.get(deps.pool)
  if (known) return known
  const cache = new Map<string, Known>()
  caches.set(deps.pool, cache)
  messagesOf(deps).listen('browser_locks', {
    hear: (examId) => cache.delete(examId),
    missed: () => cache.clear(),
  })
  return cache
}

/** Null: no such exam. */
export async function browserLockOf(deps: Deps, examId: string): Promise<BrowserLock | null> {
  const cache = cacheOf(deps)
  const now = deps.now().getTime()
  const known = cache.get(examId)
  if (known && known.until > now && known.until <= now + cacheMs) return known.lock
  const lock = await readInBatch(deps, examId)
  if (cache.size >= mostExams) cache.clear()
  cache.set(examId, { lock, until: now + (messagesOf(deps).isListening ? cacheMs : deafCacheMs) })
  return lock
}

/** After a change, for every server. */
export async function forgetBrowserLock(deps: Deps, examId: string) {
  cacheOf(deps).delete(examId)
  await tellServers(deps, 'browser_locks', [examId])
}

const readInBatch = batched(
  async ({ pool }: Deps, examIds: string[]): Promise<(BrowserLock | null)[]> => {
    const { rows } = await pool.query<Omit<BrowserLock, 'excused'> & { excused: string[] }>({
      name: 'browser-locks',
      text: `select e.id as "examId", e."courseId", e."lockedBrowser" as use, e."quitPassword", c."studentAddress",
               coalesce((select json_agg(json_build_object('key', f.key, 'quitUrl', f."quitUrl") order by f.at, f.key)
                 from "LockedBrowserFile" f where f."examId" = e.id), '[]') as files,
               array(select p."studentId"::text from "LockedBrowserPass" p
                 where p."examId" = e.id and p."withdrawnAt" is null) as excused
             from "Exam" e join "Course" c on c.id = e."courseId" where e.id = any($1::uuid[])`,
      values: [examIds],
    })
    const found = new Map(rows.map((row) => [row.examId, { ...row, excused: new Set(row.excused) }]))
    return examIds.map((id) => found.get(id) ?? null)
  },
  { restMs: 0 },
)

/** The page where a student tries their browser, and from which they go on to the exam. */
export const checkPageOf = (origin: string, examId: string) => `${origin}/navigateur/${examId}`

/** Nobody needs to see the page behind it: Safe Exam Browser quits instead of opening it. */
const ourQuitUrl = (origin: string, examId: string) => `${checkPageOf(origin, examId)}?quitter=1`

type Made = { plist: string; key: string; quitUrl: string; origin: string }

/** The addresses under which the site is known; where nobody said one, the one by which the request came. */
export function siteAddressesOf({ settings }: Deps, lock: BrowserLock, origin: string): readonly [string, ...string[]] {
  const [first, ...more] = [lock.studentAddress, settings.publicUrl].filter((address) => address !== null)
  return first === undefined ? [origin] : [first, ...more]
}

/** The file made for an exam, which names the site as students know it. */
export function ourFileOf(deps: Deps, lock: BrowserLock, origin: string): Made {
  return madeFor(lock, siteAddressesOf(deps, lock, origin)[0])
}

/** The address that quits the locked browser of an exam; empty when it does not ask for one, or nobody knows it. */
export async function quitUrlOf(deps: Deps, { examId, origin }: { examId: string; origin: string }): Promise<string> {
  const lock = await browserLockOf(deps, examId)
  if (!lock || lock.use === 'off') return ''
  return lock.files.length > 0
    ? (lock.files.find(({ quitUrl }) => quitUrl !== '')?.quitUrl ?? '')
    : ourFileOf(deps, lock, origin).quitUrl
}

const made = new WeakMap<BrowserLock, Map<string, Made>>()
/** More than a site has addresses: a request may claim any. */
const mostOrigins = 20

function madeFor(lock: BrowserLock, origin: string): Made {
  const known = made.get(lock) ?? new Map<string, Made>()
  made.set(lock, known)
  const before = known.get(origin)
  if (before) return before
  const settings = examSettings({
    origin,
    startUrl: checkPageOf(origin, lock.examId),
    quitUrl: ourQuitUrl(origin, lock.examId),
    hashedQuitPassword: sha256(lock.quitPassword),
  })
  const file = {
    origin,
    plist: plistOf(settings),
    key: sha256(configKeyText(settings)),
    quitUrl: ourQuitUrl(origin, lock.examId),
  }
  if (known.size >= mostOrigins) known.clear()
  known.set(origin, file)
  return file
}
