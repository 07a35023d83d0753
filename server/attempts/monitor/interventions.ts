import type pg from 'pg'
import { Refusal } from '#core/refusal.ts'
import { changeTogether, inTransaction } from '#server/attempts/change.ts'
import { auditWith } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type ActOutcome, chooseCopies, type MassAct } from './choose-copies.ts'
import { setClassPause } from './class-pause.ts'

/** Copies per transaction: a save of one of them waits until its end, and others of the class wait behind that save. */
export const roundOf = 100

type Row = {
  id: string
  courseId: string
  examId: string
  actorId: string | null
  actorName: string
  what: JsonColumn.Intervention
  reason: string
  slot: number | null
  isListed: boolean
  endedAt: Date | null
}
type RoundRow = Row & { next: string[]; done: number; total: number }

/** `copies`: those it applies to; null: worked out once those asked before have ended. */
type Begun = MassAct & { slot: number | undefined; copies: string[] | null; refused: ActOutcome['refused'] }

/** Keeps what is to be done to many copies, so that any server may go on with it; returns its id. */
export async function begin({ pool }: Deps, begun: Begun): Promise<string> {
  const { examId, actor, intervention, reason, slot = null, copies, refused } = begun
  const { rows } = await pool.query<{ id: string }>(
    `insert into "Intervention" (id, "examId", "actorId", "actorName", what, reason, slot, copies, "isListed", refused,
       "startedAt", "seenAt")
     values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp(), clock_timestamp())
     returning id`,
    [
      ...[examId, actor.id, actor.name, JSON.stringify(intervention), reason, slot, copies ?? []],
      ...[copies !== null, JSON.stringify(refused)],
    ],
  )
  return (rows[0] as { id: string }).id
}

/** Does the rounds of this one, after those of what was asked before it about the same exam. */
export async function carryOut(deps: Deps, { examId, id }: { examId: string; id: string }): Promise<ActOutcome> {
  for (;;) {
    const first = await firstOf(deps, examId)
    const began = performance.now()
    const outcome = await nextStep(deps, first ?? id)
    if (outcome && (first ?? id) === id) return outcome
    // As long as the round: the saves that waited for it, and the pages that look at their clock, come in between.
    await deps.sleep(performance.now() - began)
  }
}

async function firstOf({ pool }: Deps, examId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from "Intervention" where "examId" = $1 and "endedAt" is null order by "startedAt", id limit 1`,
    [examId],
  )
  return rows[0]?.id
}

const columns = `i.id, e."courseId", i."examId", i."actorId", i."actorName", i.what, i.reason, i.slot, i."isListed", i."endedAt"`
const table = `"Intervention" i join "Exam" e on e.id = i."examId"`

/** Several servers may do this at once: a round holds the row, and listing twice has no further effect. */
async function nextStep(deps: Deps, id: string): Promise<ActOutcome | null> {
  const { rows } = await deps.pool.query<Row>(`select ${columns} from ${table} where i.id = $1`, [id])
  const [row] = rows
  if (!row) throw new Refusal('not_found')
  if (row.isListed) return inTransaction(deps.pool, (client) => takeRound(deps, client, id))
  await list(deps, row)
  return null
}

const actedOf = ({ courseId, examId, actorId, actorName, what, reason }: Row): MassAct => ({
  ...{ courseId, examId, reason, intervention: what },
  actor: { id: actorId, name: actorName },
})

async function list(deps: Deps, row: Row) {
  const acted = actedOf(row)
  const slot = row.slot ?? undefined
  // Recorded before the copies are listed, so that start.ts pauses, or not, a student who starts in between.
  await setClassPause(deps, { ...acted, type: row.what.type, slot })
  const { chosen, barred } = await chooseCopies(deps, { ...acted, slot })
  await deps.pool.query(
    `update "Intervention" set copies = $2, refused = $3, "isListed" = true, "seenAt" = clock_timestamp()
     where id = $1 and not "isListed"`,
    [row.id, chosen, JSON.stringify(barred)],
  )
}

/** One round; the last one writes the journal and returns what became of each copy. */
async function takeRound(deps: Deps, client: pg.PoolClient, id: string): Promise<ActOutcome | null> {
  const { rows } = await client.query<RoundRow>({
    name: 'intervention-round',
    text: `select ${columns}, i.copies[i.done + 1 : i.done + ${roundOf}] as next, i.done, cardinality(i.copies) as total
           from ${table} where i.id = $1 for update of i`,
    values: [id],
  })
  const [row] = rows
  if (!row) throw new Refusal('not_found')
  if (row.endedAt) return outcomeOf(client, id)
  const acted = actedOf(row)
  const { refused } = await actOn(deps, client, { ...acted, copies: row.next })
  const isLast = row.done + row.next.length === row.total
  await client.query({
    name: 'intervention-advance',
    text: `update "Intervention" set done = done + $2, refused = refused || $3::jsonb, "seenAt" = clock_timestamp(),
             "endedAt" = case when $4 then clock_timestamp() end where id = $1`,
    values: [id, row.next.length, JSON.stringify(refused), isLast],
  })
  if (!isLast) return null
  const outcome = await outcomeOf(client, id)
  await note(client, acted, outcome)
  return outcome
}

async function outcomeOf(client: pg.PoolClient, id: string): Promise<ActOutcome> {
  const { rows } = await client.query<{ copies: string[]; refused: ActOutcome['refused'] }>(
    `select copies, refused from "Intervention" where id = $1`,
    [id],
  )
  const { copies = [], refused = [] } = rows[0] ?? {}
  const left = new Set(refused.map(({ attemptId }) => attemptId))
  return { changed: copies.filter((copy) => !left.has(copy)), refused }
}

/** Each copy is changed or refused on its own: one that cannot be read does not hold the others. */
export async function actOn(
  deps: Deps,
  client: pg.PoolClient,
  { courseId, actor, intervention, reason, copies }: MassAct & { copies: readonly string[] },
): Promise<ActOutcome> {
  const event = { ...intervention, reason }
  const changes = copies.map((attemptId) => ({ attemptId, reach: { courseId }, event, actor }))
  const outcome: ActOutcome = { changed: [], refused: [] }
  for (const [i, result] of (await changeTogether(deps, { client, changes })).entries()) {
    const attemptId = copies[i] as string
    if (!(result instanceof Error)) outcome.changed.push(attemptId)
    else outcome.refused.push({ attemptId, code: result instanceof Refusal ? result.code : 'internal_error' })
  }
  return outcome
}

export const note = (client: pg.PoolClient, acted: MassAct, outcome: ActOutcome) =>
  auditWith(client, {
    ...{ courseId: acted.courseId, actor: acted.actor, reason: acted.reason },
    action: `attempt.${acted.intervention.type}`,
    subject: `exam:${acted.examId}`,
    after: { intervention: acted.intervention, ...outcome },
  })

export const forget = ({ pool }: Deps, id: string) => pool.query('delete from "Intervention" where id = $1', [id])

/** How far the rounds under way are, for those who watch the room. */
export async function readUnderWay({ pool }: Deps, examId: string) {
  const { rows } = await pool.query<{ type: JsonColumn.Intervention['type']; done: number; total: number }>({
    name: 'intervention-under-way',
    text: `select what->>'type' as type, done, cardinality(copies) as total from "Intervention"
           where "examId" = $1 and "endedAt" is null order by "startedAt", id limit 1`,
    values: [examId],
  })
  return rows[0] ?? null
}
