import type pg from 'pg'
import type { Attempt, AttemptStatus, Sitting } from '#core/attempts/sitting.ts'
import type { ExamStatus } from '#core/exams/exam.ts'
import { ownWindowOf } from '#core/exams/slots.ts'
import { Refusal } from '#core/refusal.ts'
import type { ExtraTime } from '#core/timing.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type OwnRow, ownColumns, whoSitsJoins } from '#server/platform/who-sits.ts'
import type { StoredRelease } from './release.ts'

/** What a caller may access: their own attempt, or those of a course. Anything else is a 404. */
export type Reach = { studentId: string } | { courseId: string } | { everything: true }

export type Loaded = {
  attempt: Attempt
  row: AttemptRow
}

/** What its state at an instant depends on. */
export type TermsRow = OwnRow & {
  id: string
  status: AttemptStatus
  startedAt: Date | null
  pausedAt: Date | null
  closedAt: Date | null
  pausedMs: number
  grantsMs: number
  timingVersion: number
  device: string
  epoch: number
  limitMinutes: number
  graceSeconds: number
  extraTime: ExtraTime
}

export type AttemptRow = TermsRow & {
  studentId: string
  messages: RoomMessage[]
  /** Whether a paused copy still shows its questions. */
  pauseShows: boolean
  examId: string
  courseId: string
  deadline: Date | null
  examTitle: string
  publishedAt: Date | null
  release: StoredRelease
  examStatus: ExamStatus
  timeZone: string
  studentName: string
  /** True for an attempt started before choices had opaque ids: its pages use the letters of choices. */
  isLettered: boolean
}

/** An unread message from the invigilators. */
export type RoomMessage = { id: string; text: string; sentAt: string; from: string; position: number | null }

/** Usually empty, and then only one index look-up. */
export const unreadMessages = (attemptId: string) => `coalesce((
  select json_agg(json_build_object('id', m.id, 'text', m.text, 'from', m."authorName",
    'position', case when m."questionId" is not null then (
      select place from "Attempt" own, jsonb_array_elements(own.paper) with ordinality as asked(one, place)
      where own.id = r."attemptId" and one->>'questionId' = m."questionId"::text) end,
    'sentAt', to_char(m."sentAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m."sentAt", m.id)
  from "MessageReading" r join "ExamMessage" m on m.id = r."messageId"
  where r."attemptId" = ${attemptId} and r."readAt" is null), '[]') as messages`

/** SQL: the time of Postgres, to the millisecond as everywhere; a test gives its own. */
export const clockNow = (given: string) =>
  `date_trunc('milliseconds', coalesce(${given}::timestamptz, clock_timestamp())) as now`

/** SQL: the columns of `TermsRow`; needs `whoSitsJoins`. */
export const termsColumns = `
  a.id, a.status, a."startedAt", a."pausedAt", a."closedAt", a."pausedMs"::float8 as "pausedMs",
  a."grantsMs"::float8 as "grantsMs", a."timingVersion", a.device, a.epoch, e."limitMinutes", e."graceSeconds",
  ${ownColumns}, s."extraTime"`
const columns = `${termsColumns}, a."studentId", e."pauseShows", ${unreadMessages('a.id')}, a."examId", e."courseId", a.deadline, e.title as "examTitle", e."publishedAt",
  e.release, e.status as "examStatus", e."timeZone", s."givenName" || ' ' || s."familyName" as "studentName",
  a."isLettered"`
const tables = `"Attempt" a join "Exam" e on e.id = a."examId" join "Student" s on s.id = a."studentId" ${whoSitsJoins}`

/** The attempt of a student and the time of Postgres, in one statement for all who ask at the same moment. */
export async function loadOwn(deps: Deps, { attemptId, studentId }: { attemptId: string; studentId: string }) {
  const row = await readInBatch(deps, attemptId)
  if (row?.studentId !== studentId) throw new Refusal('not_found')
  return { attempt: toAttempt(row), row, now: row.now }
}

const readInBatch = batched(async ({ pool, sqlNow }: Deps, ids: string[]) => {
  const { rows } = await pool.query<AttemptRow & { now: Date }>({
    name: 'attempts-load',
    text: `select ${columns}, ${clockNow('$2')} from ${tables} where a.id = any($1::uuid[])`,
    values: [[...new Set(ids)], sqlNow()],
  })
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => found.get(id))
})

/** Whether the caller may access an attempt that is already loaded. */
export const isWithin = (reach: Reach, row: AttemptRow) =>
  (!('studentId' in reach) || reach.studentId === row.studentId) &&
  (!('courseId' in reach) || reach.courseId === row.courseId)

// Only the attempts are locked: in the order of their ids to avoid deadlocks, and with a lock that does not conflict
// with foreign keys, so that a concurrent save can still insert its rows. The clock is read in the query that counts
// the locks, hence after them.
const lockQuery = `
with held as materialized (
  select ${columns} from ${tables} where a.id = any($1::uuid[]) order by a.id for no key update of a
), clock as materialized (
  select ${clockNow('$2')}
  from (select count(*) as locks from held) as locked where locks >= 0
)
select clock.now, held.* from clock left join held on true`

type Locked = { rows: AttemptRow[]; now: Date }

export async function lockAttempts(
  client: pg.PoolClient,
  { ids, sqlNow }: { ids: string[]; sqlNow: Date | null },
): Promise<Locked> {
  const { rows } = await client.query<AttemptRow & { now: Date }>({
    name: 'attempts-lock',
    text: lockQuery,
    values: [ids, sqlNow],
  })
  // Without a row to lock, the query still returns the clock in a row of nulls.
  return { rows: rows.filter(({ id }) => id !== null), now: (rows[0] as { now: Date }).now }
}

export function toAttempt(row: TermsRow): Attempt {
  return {
    ...sittingOf(row),
    terms: {
      limitMinutes: row.limitMinutes,
      extraTime: row.extraTime,
      addedMs: row.ownMinutes * 60_000,
      ...ownWindowOf(row, { opensAt: row.ownOpensAt, closesAt: row.ownClosesAt }),
      graceMs: row.graceSeconds * 1000,
    },
    pausedMs: row.pausedMs,
    grantsMs: row.grantsMs,
    timingVersion: row.timingVersion,
    device: row.device,
    epoch: row.epoch,
    answers: {},
  }
}

function sittingOf({ id, status, startedAt, pausedAt, closedAt }: TermsRow): Sitting {
  const must = (instant: Date | null) => {
    if (!instant) throw new Error(`attempt ${id} is ${status} without its instants`)
    return instant
  }
  switch (status) {
    case 'ready':
      return { status }
    case 'in_progress':
      return { status, startedAt: must(startedAt) }
    case 'paused':
      return { status, startedAt: must(startedAt), pausedAt: must(pausedAt) }
    case 'submitted':
    case 'expired':
      return { status, startedAt: must(startedAt), closedAt: must(closedAt) }
    case 'voided':
      return { status, startedAt, closedAt: must(closedAt) }
  }
}
