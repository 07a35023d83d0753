import type pg from 'pg'
import type { Answers } from '#core/attempts/answer.ts'
import { type Actor, auditWith } from '#server/platform/audit.ts'

export type TypedPaper = {
  attemptId: string
  courseId: string
  next: { answers: Answers }
  actor: Actor
  reason: string
}

/**
 * Writes a typed paper sheet in the transaction that closes its copy: a journal entry and an answer for each question,
 * an audit entry with the former answers; and deletes the draft.
 */
export async function writePaper(client: pg.PoolClient, { papers, now }: { papers: TypedPaper[]; now: Date }) {
  for (const { attemptId, courseId, next, actor, reason } of papers) {
    const answers = Object.entries(next.answers)
    const { rows } = await client.query<{ before: unknown }>({
      name: 'paper-write',
      text: writeStatement,
      values: [
        attemptId,
        now,
        answers.map(([questionId]) => questionId),
        answers.map(([, { choices }]) => JSON.stringify(choices)),
        answers.map(([, { device }]) => device),
        answers.map(([, { epoch }]) => epoch),
        answers.map(([, { sequence }]) => sequence),
      ],
    })
    await auditWith(client, {
      courseId,
      actor,
      action: 'attempt.paper',
      subject: `attempt:${attemptId}`,
      before: rows[0]?.before,
      after: Object.fromEntries(answers.map(([id, { choices }]) => [id, choices])),
      reason,
    })
  }
}

const writeStatement = `
with typed as (
  select question, array(select jsonb_array_elements_text(choices::jsonb)) as choices, device, epoch, sequence
  from unnest($3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[]) as t(question, choices, device, epoch, sequence)
), journal as (
  insert into "AnswerEvent" ("attemptId", device, sequence, epoch, "questionId", choices, flagged, late, "receivedAt")
  select $1::uuid, device, sequence, epoch, question, choices, false, false, $2::timestamptz from typed
), saved as (
  insert into "Answer" ("attemptId", "questionId", choices, flagged, device, epoch, sequence, "savedAt")
  select $1::uuid, question, choices, false, device, epoch, sequence, $2::timestamptz from typed
  on conflict ("attemptId", "questionId") do update
    set choices = excluded.choices, flagged = false, device = excluded.device, epoch = excluded.epoch,
        sequence = excluded.sequence, "savedAt" = excluded."savedAt"
), done as (
  delete from "PaperEntry" where "attemptId" = $1::uuid
)
-- As it was before this statement.
select jsonb_object_agg("questionId", to_jsonb(choices)) as before from "Answer" where "attemptId" = $1::uuid`
