import type { BrowserFault, BrowserStanding } from '#core/exams/locked-browser.ts'
import type { Deps } from '#server/platform/deps.ts'

type Noticed = { examId: string; studentId: string; standing: BrowserStanding; fault: BrowserFault | null }
/** The last one, and when they were last refused and outside since the last write. */
type Noted = Noticed & { at: Date; refusedAt: Date | null; outsideAt: Date | null }

/** `waiting`: to be written; `written`: what this server wrote last of each student, and when. */
type Standings = { waiting: Map<string, Noted>; written: Map<string, Noted> }
const all = new WeakMap<Deps, Standings>()
/** An unchanged standing is written again after this long, since another server may have written another. */
const againMs = 30_000
const mostKnown = 20_000

function standingsOf(deps: Deps): Standings {
  const known = all.get(deps) ?? { waiting: new Map<string, Noted>(), written: new Map<string, Noted>() }
  all.set(deps, known)
  return known
}

/** Remembers what a request showed, in memory: it is written with those of the whole room. */
export function noteStanding(deps: Deps, noted: Noticed) {
  const { waiting, written } = standingsOf(deps)
  const name = `${noted.examId} ${noted.studentId}`
  const at = deps.now()
  const before = written.get(name)
  const isKnown = before?.standing === noted.standing && before.fault === noted.fault
  if (isKnown && !waiting.has(name) && at.getTime() - before.at.getTime() < againMs) return
  const held = waiting.get(name)
  waiting.set(name, {
    ...{ ...noted, at },
    refusedAt: noted.standing === 'refused' ? at : (held?.refusedAt ?? null),
    outsideAt: noted.standing === 'outside' ? at : (held?.outsideAt ?? null),
  })
}

/** Writes them in one statement: every few seconds, and before the monitor is read. */
export async function writeStandings(deps: Deps) {
  const { waiting, written } = standingsOf(deps)
  if (waiting.size === 0) return
  // In the order of their keys, as everywhere several are locked, to avoid deadlocks.
  const entries = [...waiting].sort(([a], [b]) => (a < b ? -1 : 1))
  waiting.clear()
  if (written.size >= mostKnown) written.clear()
  for (const [name, noted] of entries) written.set(name, noted)
  const column = <K extends keyof Noted>(name: K) => entries.map(([, noted]) => noted[name])
  await deps.pool.query({
    name: 'browser-standings-write',
    text: `insert into "LockedBrowserContact" as known
             ("examId", "studentId", standing, why, at, "refusedAt", "outsideAt")
           select e.id, s.id, standing, fault, heard.at, refused, outside
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
             $7::timestamptz[]) as heard(exam, student, standing, fault, at, refused, outside)
           join "Exam" e on e.id = exam join "Student" s on s.id = student order by e.id, s.id
           on conflict ("examId", "studentId") do update
             set standing = excluded.standing, why = excluded.why, at = excluded.at,
               "refusedAt" = coalesce(excluded."refusedAt", known."refusedAt"),
               "outsideAt" = coalesce(excluded."outsideAt", known."outsideAt")
             where excluded.at >= known.at`,
    values: [
      column('examId'),
      column('studentId'),
      column('standing'),
      entries.map(([, { fault }]) => fault ?? ''),
      column('at'),
      column('refusedAt'),
      column('outsideAt'),
    ],
  })
}
