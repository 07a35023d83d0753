import type { AttemptStatus } from '#core/attempts/sitting.ts'
import { paperCodeOf } from '#core/exams/paper.ts'
import { byName } from '#core/students/name-order.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { alignCopies, copiesOfOtherSlots } from '#server/exams/align-copies.ts'
import { createCopies } from '#server/exams/create-copies.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudienceOf } from '#server/platform/who-sits.ts'
import { paperStateOf, requirePublished } from './paper-copy.ts'

/** Every copy that may be on paper, in the order of the class list. */
export async function listPaperCopies(deps: Deps, place: ExamPlace) {
  const exam = await requirePublished(deps, place)
  const { rows: copies } = await deps.pool.query<Line>(copiesQuery, [exam.id])
  const elsewhere = await listElsewhere(deps, exam)
  const withoutCopy = await deps.db.student.count({
    where: {
      courseId: place.courseId,
      archivedAt: null,
      attempts: { none: { examId: exam.id } },
      ...inAudienceOf(exam),
    },
  })
  return {
    examTitle: exam.title,
    withoutCopy: withoutCopy + elsewhere.size,
    copies: copies
      .filter(({ attemptId }) => !elsewhere.has(attemptId))
      .map(({ status, device, draftCount, byName: writer, questionCount, ...who }) => {
        const state = paperStateOf({ status, device, paperEntry: draftCount === null ? null : {} })
        return {
          ...{ ...who, code: paperCodeOf(who.attemptId), state, questionCount },
          typedCount: state === 'typed' ? questionCount : (draftCount ?? 0),
          byName: writer ?? '',
        }
      })
      .sort(byName),
  }
}

type Line = {
  attemptId: string
  status: AttemptStatus
  device: string | null
  familyName: string
  givenName: string
  number: string
  group: string
  questionCount: number
  /** Letters of a copy that is being typed; null: nobody began. */
  draftCount: number | null
  byName: string | null
}

const copiesQuery = `
  select a.id as "attemptId", a.status, a.device, s."familyName", s."givenName", coalesce(s.number, '') as number, s."group",
    jsonb_array_length(a.paper) as "questionCount", p."byName",
    case when p."attemptId" is not null then (select count(*)::int from jsonb_object_keys(p.letters)) end as "draftCount"
  from "Attempt" a join "Student" s on s.id = a."studentId" left join "PaperEntry" p on p."attemptId" = a.id
  where a."examId" = $1 and (s."archivedAt" is null or a."startedAt" is not null)
  order by a.id`

/** The copies that `alignCopies` would draw again. Where slots share their questions, no copy is read. */
async function listElsewhere(deps: Deps, exam: Exam) {
  if (!exam.ownQuestions) return new Map<string, number>()
  const waiting = await deps.db.attempt.findMany({
    where: { examId: exam.id, status: 'ready', student: { archivedAt: null } },
    select: { id: true, studentId: true, paper: true, status: true, paperEntry: { select: { attemptId: true } } },
  })
  return copiesOfOtherSlots(deps, exam, waiting)
}

export async function drawPaperCopies(deps: Deps, place: ExamPlace) {
  const { id: examId } = await requirePublished(deps, place)
  const draw = async (tx: Prisma.TransactionClient) =>
    (await createCopies(deps, { tx, examId })) + (await alignCopies({ tx, examId }))
  return { drawn: await deps.db.$transaction(draw, { timeout: 60_000 }) }
}
