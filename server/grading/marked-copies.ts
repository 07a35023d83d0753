import type { AttemptStatus } from '#core/attempts/sitting.ts'
import type { PaperQuestion } from '#core/exams/draw.ts'
import type { ExamStatus } from '#core/exams/exam.ts'
import type { MarkedLine } from '#core/grading/marking.ts'
import type { StoredRelease } from '#server/attempts/release.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'

/** A copy with its mark of the newest run of its exam; without one, `mark` is null. */
export type CopyRow = {
  id: string
  status: AttemptStatus
  startedAt: Date | null
  closedAt: Date | null
  markedAt: Date | null
  paper: PaperQuestion[]
  examId: string
  examTitle: string
  examStatus: ExamStatus
  publishedAt: Date | null
  release: StoredRelease
  timeZone: string
  studentId: string
  givenName: string
  familyName: string
  group: string
  runId: string | null
  runNumber: number
  runAt: Date
  mark: number | null
  earned: string
  maximum: string
  detail: MarkedLine[]
  answers: { questionId: string; choices: string[] }[]
}

const columns = `
  a.id, a.status, a."startedAt", a."closedAt", a."markedAt", a.paper, a."examId", e.title as "examTitle",
  e.status as "examStatus", e."publishedAt", e.release, e."timeZone", s.id as "studentId", s."givenName", s."familyName",
  s."group", run.id as "runId", run.number as "runNumber", run."createdAt" as "runAt", m.mark, m.earned, m.maximum,
  m.detail, coalesce((
    select json_agg(json_build_object('questionId', one."questionId", 'choices', one.choices))
    from "Answer" one where one."attemptId" = a.id), '[]') as answers`

const tables = `
  join "Student" s on s.id = a."studentId"
  left join lateral (
    select r.id, r.number, r."createdAt" from "MarkingRun" r where r."examId" = e.id order by r.number desc limit 1
  ) run on true
  left join "Mark" m on m."runId" = run.id and m."attemptId" = a.id`

type Own = { attemptId: string; studentId: string }

/** The copy of this student: a class reads its marks in the same minute, and shares the statement. */
export const findOwnCopy = batched(async ({ pool }: Deps, wanted: Own[]): Promise<(CopyRow | undefined)[]> => {
  const { rows } = await pool.query<CopyRow & { place: number }>({
    name: 'own-marked-copies',
    text: `select wanted.place::int, ${columns}
           from unnest($1::uuid[], $2::uuid[]) with ordinality as wanted(attempt, student, place)
           join "Attempt" a on a.id = wanted.attempt and a."studentId" = wanted.student
           join "Exam" e on e.id = a."examId" ${tables}`,
    values: [wanted.map(({ attemptId }) => attemptId), wanted.map(({ studentId }) => studentId)],
  })
  const found = new Map(rows.map((row) => [row.place, row]))
  return wanted.map((_, i) => found.get(i + 1))
})

type Place = { courseId: string; examId: string; attemptId: string }

export async function findCopyOfCourse({ pool }: Deps, { courseId, examId, attemptId }: Place) {
  const { rows } = await pool.query<CopyRow>({
    name: 'marked-copy',
    text: `select ${columns}
           from "Attempt" a join "Exam" e on e.id = a."examId" ${tables}
           where a.id = $1 and a."examId" = $2 and e."courseId" = $3`,
    values: [attemptId, examId, courseId],
  })
  return rows[0]
}
