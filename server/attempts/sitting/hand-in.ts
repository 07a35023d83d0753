import { changeAttempt } from '#server/attempts/change.ts'
import { clockNow } from '#server/attempts/load.ts'
import type { Actor } from '#server/platform/audit.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'

type HandedIn = { attemptId: string; studentId: string; actor: Actor }

/**
 * Closes the copy of a student who submits it. In time, which is nearly always, one statement does it for all who submit
 * at the same moment; anything else (over time, paused, sent twice, a time just corrected) is decided by core.
 */
export async function handIn(deps: Deps, handed: HandedIn) {
  const { attemptId, studentId, actor } = handed
  if (await closeInBatch(deps, handed)) return
  await changeAttempt(deps, { attemptId, reach: { studentId }, event: { type: 'submit' }, actor })
}

const closeInBatch = batched(async ({ pool, sqlNow }: Deps, handed: HandedIn[]): Promise<boolean[]> => {
  const { rows } = await pool.query<{ id: string }>({
    name: 'copies-handed-in',
    text: closeStatement,
    values: [
      handed.map(({ attemptId }) => attemptId),
      handed.map(({ studentId }) => studentId),
      handed.map(({ actor }) => actor.name),
      handed.map(({ actor }) => actor.id),
      sqlNow(),
    ],
  })
  const closed = new Set(rows.map(({ id }) => id))
  return handed.map(({ attemptId }) => closed.has(attemptId))
})

/**
 * The rule of core/attempts/attempt.ts for a copy that runs and whose time is not over, by the deadline that the last
 * change of its state stored, while nothing that it rests on was changed since; a test compares both. Locks are taken in
 * the order of ids, the clock is read once all are held, and a copy sent twice has one event.
 */
const closeStatement = `
with sent as (
  select distinct on (attempt) attempt, student, name, actor
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) with ordinality as t(attempt, student, name, actor, number)
  order by attempt, number
), held as materialized (
  select id, "examId", "studentId", status, deadline, "termsAt"
  from "Attempt" where id = any($1::uuid[]) order by id for no key update
), clock as materialized (
  select ${clockNow('$5')} from (select count(*) as locks from held) as locked where locks >= 0
), closed as (
  update "Attempt" as a set status = 'submitted', "closedAt" = now, "acceptsUntil" = null, "termsAt" = now
  from sent join held on held.id = attempt and held."studentId" = student cross join clock
  join "Exam" e on e.id = held."examId" join "Student" s on s.id = student
  where a.id = held.id and held.status = 'in_progress' and now <= held.deadline
    and s."updatedAt" < held."termsAt" and coalesce(e."termsChangedAt" < held."termsAt", true)
  returning a.id, now, name, actor
), told as (
  insert into "AttemptEvent" ("attemptId", at, type, "actorName", "actorId", reason, detail)
  select id, now, 'submit', name, actor, '', '{}' from closed
)
select id from closed`
