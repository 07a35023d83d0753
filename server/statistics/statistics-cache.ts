import type { Deps } from '#server/platform/deps.ts'

type Kept = { key: string; made: Promise<unknown> }

/** By exam and treatment of blanks; the latest asked are last. */
const kept = new WeakMap<Deps['db'], Map<string, Kept>>()
const most = 40

/**
 * What was made last under this name, while `key`, which says all that it rests on, is the same: the statistics of two
 * thousand copies take a second, and change with a mark alone. Two who ask at once wait for the same work.
 */
export function madeOnce<T>({ db }: Deps, { name, key }: { name: string; key: string }, make: () => Promise<T>) {
  const byName = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, byName)
  const known = byName.get(name)
  byName.delete(name)
  const made = known?.key === key ? (known.made as Promise<T>) : make()
  byName.set(name, { key, made })
  made.catch(() => byName.get(name)?.made === made && byName.delete(name))
  if (byName.size > most) byName.delete(byName.keys().next().value ?? '')
  return made
}
