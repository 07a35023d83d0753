import { unreadMessages } from '#server/attempts/load.ts'
import { mostLate } from './save-limits.ts'

/**
 * Saves many ticks in one statement and one commit. In order:
 * - `tick`: the received ticks, one row each, numbered;
 * - `held`: the attempts concerned, locked in share mode in the order of their ids (two processes never deadlock; a
 * submit waits, or is waited for);
 * - `clock`: read once every lock is held, since it counts them;
 * - `judged`: each tick against its attempt at that instant. The rules of core/attempts/attempt.ts `answer`;
 * - `journal`: every tick on the caller's own copy, late ones marked and limited in number; sent twice, written once;
 * - `saved`: the latest answer to each question, by (epoch, sequence, device), as core/attempts/answer.ts orders them.
 * Returns one row per tick, in the order received.
 */
export const saveStatement = `
with tick as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[], $6::text[], $7::int[], $8::int[])
    with ordinality as t(attempt, student, question, choices, flagged, device, epoch, sequence, number)
), held as materialized (
  select id, "studentId", status, epoch, device, deadline, "acceptsUntil", "pausedAt", "timingVersion",
    ${unreadMessages('"Attempt".id')}
  from "Attempt" where id = any($1::uuid[]) order by id for share
), clock as materialized (
  select date_trunc('milliseconds', coalesce($9::timestamptz, clock_timestamp())) as now
  from (select count(*) as locks from held) as locked where locks >= 0
), judged as materialized (
  select tick.*, held.status, held.deadline, held."pausedAt", held."timingVersion",
    held.messages, held.epoch as "heldEpoch", held.device as "heldDevice", clock.now,
    row_number() over (partition by tick.attempt order by number) - 1 as "lateBefore",
    case
      when held.id is null or held."studentId" <> tick.student then 'not_found'
      when held.status = 'ready' then 'attempt_not_started'
      when held.status = 'expired' then 'time_is_up'
      when held.status in ('submitted', 'voided') then 'attempt_closed'
      when clock.now > held."acceptsUntil" then
        case held.status when 'paused' then 'attempt_paused' else 'time_is_up' end
      when tick.epoch > held.epoch then 'attempt_elsewhere'
      else 'ok'
    end as verdict
  from tick left join held on held.id = tick.attempt cross join clock
), journal as (
  insert into "AnswerEvent" ("attemptId", device, sequence, epoch, "questionId", choices, flagged, late, "receivedAt")
  select attempt, device, sequence, epoch, question, array(select jsonb_array_elements_text(choices::jsonb)), flagged,
    verdict <> 'ok', now
  from judged where verdict = 'ok' or (verdict in ('time_is_up', 'attempt_closed') and
    case when verdict <> 'ok' then "lateBefore" + (
      select count(*) from "AnswerEvent" kept where kept."attemptId" = attempt and kept.late) < ${mostLate} end)
  on conflict do nothing
), saved as (
  insert into "Answer" ("attemptId", "questionId", choices, flagged, device, epoch, sequence, "savedAt")
  select distinct on (attempt, question) attempt, question, array(select jsonb_array_elements_text(choices::jsonb)),
    flagged, device, epoch, sequence, now
  from judged where verdict = 'ok'
  order by attempt, question, epoch desc, sequence desc, device collate "C" desc
  on conflict ("attemptId", "questionId") do update
    set choices = excluded.choices, flagged = excluded.flagged, device = excluded.device, epoch = excluded.epoch,
        sequence = excluded.sequence, "savedAt" = excluded."savedAt"
    where ("Answer".epoch, "Answer".sequence, "Answer".device collate "C")
        < (excluded.epoch, excluded.sequence, excluded.device collate "C")
)
select verdict, now as "savedAt", status, deadline, "pausedAt", "timingVersion", "heldEpoch" as epoch,
  "heldDevice" as device, messages
from judged order by number`
