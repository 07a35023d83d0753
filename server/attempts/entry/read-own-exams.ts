import type { ExamStatus } from '#core/exams/exam.ts'
import type { LockedBrowserUse } from '#core/exams/locked-browser.ts'
import type { RoomCodeKind } from '#core/exams/room-code.ts'
import type { Scale } from '#core/scoring/scale.ts'
import type { Exam } from '#prisma/client/client.ts'
import { clockNow, type TermsRow, termsColumns } from '#server/attempts/load.ts'
import type { StoredRelease } from '#server/attempts/release.ts'
import type { FrozenStratum } from '#server/exams/draw-copy.ts'
import { type PlaceRow, placeColumns } from '#server/exams/own-place.ts'
import { batched } from '#server/platform/batcher.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { whoSitsJoins } from '#server/platform/who-sits.ts'

type Wanted = Pick<StudentCaller, 'studentId' | 'courseId'> & { examId: string | null }

/** An exam with what is decided for one student; the attempt is theirs, null when they have none. */
export type OwnExam = Omit<PlaceRow & TermsRow, 'id'> & {
  id: string | null
  examId: string
  title: string
  examStatus: ExamStatus
  revision: number
  timeZone: string
  release: StoredRelease
  markRule: Exam['markRule']
  scale: Scale
  roomCode: RoomCodeKind
  lockedBrowser: LockedBrowserUse
  /** Empty in the list. */
  instructions: string
  courseTitle: string
  group: string
  /** How many questions every copy asks, and the strata of which it asks some. */
  alwaysAsked: number
  strata: FrozenStratum[]
  now: Date
}

/**
 * The exams that a student can see, or one of them: those of the course that are for them, except drafts. An exam for
 * others does not exist, unless the student has started it. A class opens the same pages in the same minute: they share
 * one statement.
 */
export const readOwnExams = batched(async ({ pool, sqlNow }: Deps, wanted: Wanted[]): Promise<OwnExam[][]> => {
  const { rows } = await pool.query<OwnExam & { number: number }>({
    name: 'own-exams',
    text: ownExamsQuery,
    values: [
      wanted.map(({ studentId }) => studentId),
      wanted.map(({ courseId }) => courseId),
      wanted.map(({ examId }) => examId),
      sqlNow(),
    ],
  })
  const found = wanted.map((): OwnExam[] => [])
  for (const { number, ...row } of rows) found[number - 1]?.push(row)
  return found
})

const mostListed = 200

const ownExamsQuery = `
  select wanted.number::int, ${termsColumns}, ${placeColumns}, e.id as "examId", e.title, e.status as "examStatus",
    e.revision, e."timeZone", e.release, e."markRule", e.scale, e."roomCode", e."lockedBrowser",
    case when wanted.exam is null then '' else e.instructions end as instructions,
    c.title as "courseTitle", s."group", asked."alwaysAsked", asked.strata, ${clockNow('$4')}
  from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as wanted(student, course, exam, number)
  join "Student" s on s.id = wanted.student
  join lateral (
    select x.* from "Exam" x
    where x."courseId" = wanted.course and (wanted.exam is null or x.id = wanted.exam) and x.status <> 'draft' and (
      x.audience->>'kind' = 'class'
      or exists (select from "Candidate" own where own."examId" = x.id and own."studentId" = s.id and own."isListed")
      or exists (select from "Attempt" own where own."examId" = x.id and own."studentId" = s.id and own."startedAt" is not null))
    order by x."opensAt" desc, x."createdAt" desc limit ${mostListed}
  ) e on true
  join "Course" c on c.id = e."courseId"
  join lateral (
    select (count(*) filter (where q.stratum is null or q.take is null))::int as "alwaysAsked",
      coalesce(json_agg(json_build_object('stratum', q.stratum, 'take', q.take)) filter (where q.stratum is not null and q.take is not null), '[]') as strata
    from "ExamQuestion" q where q."examId" = e.id
  ) asked on true
  left join "Attempt" a on a."examId" = e.id and a."studentId" = s.id
  ${whoSitsJoins}
  order by wanted.number, e."opensAt" desc, e."createdAt" desc`
