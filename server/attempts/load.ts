import type pg from 'pg'
import type { ExamStatus } from '#core/exam.ts'
import { Refusal } from '#core/refusal.ts'
import type { Attempt, AttemptStatus, Sitting } from '#core/sitting.ts'
import type { ExtraTime } from '#core/timing.ts'

/** What a caller may reach: their own attempt, or those of a course. Anything else does not exist. */
export type Reach = { studentId: string } | { courseId: string } | { everything: true }

export type Loaded = {
  attempt: Attempt
  row: AttemptRow
}

export type AttemptRow = {
  id: string
  examId: string
  studentId: string
  courseId: string
  status: AttemptStatus
  startedAt: Date | null
  pausedAt: Date | null
  closedAt: Date | null
  deadline: Date | null
  pausedMs: number
  grantsMs: number
  timingVersion: number
  device: string
  epoch: number
  examTitle: string
  examStatus: ExamStatus
  limitMinutes: number
  opensAt: Date | null
  closesAt: Date | null
  timeZone: string
  graceSeconds: number
  extraTime: ExtraTime
  studentName: string
}

const columns = `
  a.id, a."examId", a."studentId", e."courseId", a.status, a."startedAt", a."pausedAt", a."closedAt", a.deadline,
  a."pausedMs"::float8 as "pausedMs", a."grantsMs"::float8 as "grantsMs", a."timingVersion", a.device, a.epoch,
  e.title as "examTitle", e.status as "examStatus", e."limitMinutes", e."opensAt", e."closesAt", e."timeZone",
  e."graceSeconds", s."extraTime", s."givenName" || ' ' || s."familyName" as "studentName"`
const tables = `"Attempt" a join "Exam" e on e.id = a."examId" join "Student" s on s.id = a."studentId"`
const reachable = `a.id = $1 and ($2::uuid is null or a."studentId" = $2) and ($3::uuid is null or e."courseId" = $3)`

const loadQuery = `select ${columns} from ${tables} where ${reachable}`
// Only the attempt is locked, and not against foreign keys: a save may still add its rows, and then waits for nothing.
const lockQuery = `${loadQuery} for no key update of a`

type Wanted = { attemptId: string; reach: Reach; lock: boolean }

/** The attempt as core knows it. Its answers are not loaded: no change of state depends on them. */
export async function loadAttempt(
  client: pg.Pool | pg.PoolClient,
  { attemptId, reach, lock }: Wanted,
): Promise<Loaded> {
  const { rows } = await client.query<AttemptRow>({
    name: lock ? 'attempt-lock' : 'attempt-load',
    text: lock ? lockQuery : loadQuery,
    values: [attemptId, 'studentId' in reach ? reach.studentId : null, 'courseId' in reach ? reach.courseId : null],
  })
  const row = rows[0]
  if (!row) throw new Refusal('not_found')
  return { attempt: toAttempt(row), row }
}

export function toAttempt(row: AttemptRow): Attempt {
  return {
    ...sittingOf(row),
    terms: {
      limitMinutes: row.limitMinutes,
      extraTime: row.extraTime,
      breaksMs: 0,
      opensAt: row.opensAt,
      closesAt: row.closesAt,
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

function sittingOf({ id, status, startedAt, pausedAt, closedAt }: AttemptRow): Sitting {
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
