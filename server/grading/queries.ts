import type { AttemptStatus } from '#core/attempts/sitting.ts'
import { paperDevice } from '#core/exams/paper.ts'
import type { MarkedLine } from '#core/grading/marking.ts'
import { byName } from '#core/students/name-order.ts'
import type { Deps } from '#server/platform/deps.ts'
import { handedInList } from '#server/platform/status-lists.ts'
import { inAudience, whoSitsJoins } from '#server/platform/who-sits.ts'

export type StudentMark = {
  studentId: string
  attemptId: string | null
  familyName: string
  givenName: string
  number: string
  email: string
  group: string
  /** The number of their slot. */
  slot: number
  status: AttemptStatus
  /** Typed from a paper sheet: its times are those of the typing. */
  isPaper: boolean
  startedAt: Date | null
  closedAt: Date | null
  /** Hundredths; null when the copy has no mark: never started, running, voided, not marked yet. */
  mark: number | null
  earned: string | null
  maximum: string | null
}

/** With what was earned on each question. */
export type DetailedMark = StudentMark & { detail: MarkedLine[] | null }

/** One line per student of the audience: the mark in the current run, or null. Voided copies have none. */
export async function listMarks(
  { pool }: Deps,
  examId: string,
  /** Only this student; null for all. */
  studentId: string | null = null,
): Promise<StudentMark[]> {
  const { rows } = await pool.query<StudentMark>({
    name: 'marks-of-exam',
    text: marksQuery(''),
    values: [examId, studentId],
  })
  return rows.toSorted(byName)
}

/** The same with the working of each mark: ten megabytes for two thousand copies of forty questions. */
export async function listDetailedMarks({ pool }: Deps, examId: string): Promise<DetailedMark[]> {
  const { rows } = await pool.query<DetailedMark>({
    name: 'detailed-marks-of-exam',
    text: marksQuery(', m.detail'),
    values: [examId, null],
  })
  return rows.toSorted(byName)
}

// A copy voided during the exam has that status; one voided by a correction is listed in the rules of the run.
const marksQuery = (further: string) => `
  with newest as materialized (
    select id, coalesce(rules->'voided', '{}') as voided from "MarkingRun" where "examId" = $1 order by number desc limit 1
  )
  select s.id as "studentId", a.id as "attemptId", s."familyName", s."givenName", coalesce(s.number, '') as number,
    coalesce(s.email, '') as email, s."group", coalesce(slot.number, 0) as slot,
    case when r.voided ? a.id::text then 'voided' else coalesce(a.status, 'ready')::text end as status,
    a."startedAt", a."closedAt", coalesce(a.device = '${paperDevice}', false) as "isPaper",
    m.mark, m.earned, m.maximum${further}
  from "Exam" e
  join "Student" s on s."courseId" = e."courseId"
  left join "Attempt" a on a."examId" = e.id and a."studentId" = s.id
  ${whoSitsJoins}
  left join newest r on true
  left join "Mark" m on m."runId" = r.id and m."attemptId" = a.id and a.status in ${handedInList.sql}
    and a."markedAt" is not null
  where e.id = $1 and ($2::uuid is null or s.id = $2)
    and ((${inAudience} and (s."archivedAt" is null or s."archivedAt" = s."anonymisedAt")) or a."startedAt" is not null)
  order by s.id`
