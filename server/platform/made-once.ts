import { buildMark } from './build-mark.ts'
import type { Deps } from './deps.ts'
import { sha256 } from './sha256.ts'

/** `examId`: with which it is deleted, besides its course. `key` says all that it rests on. */
export type Work = { courseId: string; examId: string | null; name: string; key: string }
type Kept = { key: string; made: Promise<unknown> }

/** By course and name; the latest asked are last. */
const kept = new WeakMap<Deps['db'], Map<string, Kept>>()
const most = 40

/**
 * What was made last under this name, while `key` is the same: from the memory of this server, or from the database
 * where this build left it. Two who ask at once wait for the same work. It is made of what JSON can say.
 */
export function madeOnce<T>(deps: Deps, work: Work, make: () => Promise<T>): Promise<T> {
  const byName = kept.get(deps.db) ?? new Map<string, Kept>()
  kept.set(deps.db, byName)
  const name = `${work.courseId} ${work.name}`
  const known = byName.get(name)
  byName.delete(name)
  const key = hashOf(work.key)
  const made = known?.key === key ? (known.made as Promise<T>) : findOrMake(deps, { ...work, key }, make)
  byName.set(name, { key, made })
  made.catch(() => byName.get(name)?.made === made && byName.delete(name))
  if (byName.size > most) byName.delete(byName.keys().next().value ?? '')
  return made
}

/** Whether it was made already, here or by another server of this build. */
export async function isMade({ db }: Deps, { courseId, name, ...work }: Work): Promise<boolean> {
  const key = hashOf(work.key)
  if (kept.get(db)?.get(`${courseId} ${name}`)?.key === key) return true
  return (await db.computation.count({ where: { courseId, name, key } })) > 0
}

const hashOf = (key: string) => sha256(`${buildMark} ${key}`)

async function findOrMake<T>({ db, pool, now }: Deps, { courseId, examId, name, key }: Work, make: () => Promise<T>) {
  const found = await db.computation.findFirst({ where: { courseId, name, key }, select: { value: true } })
  if (found) return JSON.parse(found.value) as T
  const value = await make()
  await pool.query(keepQuery, [courseId, examId, name, key, JSON.stringify(value), now()])
  return value
}

/** Not of a course or an exam that was deleted meanwhile. */
const keepQuery = `
  insert into "Computation" ("courseId", "examId", name, key, value, at)
  select c.id, e.id, $3, $4, $5, $6 from "Course" c left join "Exam" e on e.id = $2::uuid
  where c.id = $1 and ($2::uuid is null or e.id is not null)
  on conflict ("courseId", name) do update set key = excluded.key, value = excluded.value, at = excluded.at`
