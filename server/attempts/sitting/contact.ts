import type { Deps } from '#server/platform/deps.ts'

/** Copies heard since the last writing, by this server. */
const heard = new WeakMap<Deps, Map<string, Date>>()

/** The page of this copy has just asked for something. Answers are not noted here: they leave their own instant. */
export function noteContact(deps: Deps, attemptId: string, at: Date) {
  const known = heard.get(deps) ?? new Map<string, Date>()
  heard.set(deps, known.set(attemptId, at))
}

/** Writes what was heard, all copies in one statement: every few seconds, and before the room is looked at. */
export async function writeContacts(deps: Deps) {
  const known = heard.get(deps)
  if (!known || known.size === 0) return
  // In the order of their ids, as everybody who locks several.
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
