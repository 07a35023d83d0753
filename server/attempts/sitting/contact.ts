import type { Deps } from '#server/platform/deps.ts'

/** Last contact per copy since the last write, for this server. */
const heard = new WeakMap<Deps, Map<string, Date>>()

/** Records a request from the page of this copy. Saves are not recorded here: they store their own instant. */
export function noteContact(deps: Deps, attemptId: string, at: Date) {
  const known = heard.get(deps) ?? new Map<string, Date>()
  heard.set(deps, known.set(attemptId, at))
}

/** Writes the recorded contacts in one statement: every few seconds, and before the monitor is read. */
export async function writeContacts(deps: Deps) {
  const known = heard.get(deps)
  if (!known || known.size === 0) return
  // In the order of their ids, as everywhere several are locked, to avoid deadlocks.
  const entries = [...known].sort(([a], [b]) => (a < b ? -1 : 1))
  known.clear()
  await deps.pool.query({
    name: 'contacts-write',
    text: `insert into "AttemptContact" as known ("attemptId", at)
           select id, heard.at from unnest($1::uuid[], $2::timestamptz[]) as heard(id, at) join "Attempt" using (id) order by id
           on conflict ("attemptId") do update set at = excluded.at where excluded.at > known.at`,
    values: [entries.map(([id]) => id), entries.map(([, at]) => at)],
  })
}
