import type { ImageReply } from '#contract/endpoint.ts'
import type { ExamStatus } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam } from '#prisma/client/client.ts'
import { shownOf } from '#server/attempts/release.ts'
import type { AnyCaller, StaffCaller, StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { isInPractice } from '#server/questions/practice.ts'

type ReadImageForInput = { hash: string; caller: AnyCaller }

/**
 * One address for everybody, and one rule: an image is shown to who may read a question it is in. For all others it
 * does not exist, and an address that was guessed or passed on is worth nothing.
 */
export async function readImageFor(deps: Deps, { hash, caller }: ReadImageForInput): Promise<ImageReply> {
  const courses =
    caller.kind === 'visitor'
      ? []
      : caller.kind === 'staff'
        ? await coursesOf(deps, caller)
        : (await mayStudentSee(deps, { ...caller, hash }))
          ? [caller.courseId]
          : []
  const image = await deps.db.image.findFirst({
    where: { hash, courseId: { in: courses } },
    select: { type: true, bytes: true },
  })
  if (!image) throw new Refusal('not_found')
  return { type: image.type, content: image.bytes }
}

/** Who watches a room reads no question. */
async function coursesOf({ db }: Deps, { personId }: StaffCaller): Promise<string[]> {
  const memberships = await db.membership.findMany({
    where: { personId, role: { in: ['trainer', 'owner'] } },
    select: { courseId: true },
  })
  return memberships.map(({ courseId }) => courseId)
}

type Learner = Pick<StudentCaller, 'studentId' | 'courseId'> & { hash: string }

async function mayStudentSee(deps: Deps, learner: Learner): Promise<boolean> {
  return (await isInOwnCopy(deps, learner)) || isInPractice(deps, learner)
}

type Place = { isAsked: boolean; status: ExamStatus; release: Exam['release']; group: string }

/** In what a copy they started asks them; in its explanations once these are shown to them. */
async function isInOwnCopy({ db }: Deps, { studentId, hash }: Learner): Promise<boolean> {
  const named = `%${hash}%`
  const places = await db.$queryRaw<Place[]>`
    select q.asked::text like ${named} as "isAsked", e.status, e.release, s."group"
    from "Attempt" a
    join "Exam" e on e.id = a."examId"
    join "Student" s on s.id = a."studentId"
    join "ExamQuestion" q on q."examId" = a."examId"
      and a.paper @> jsonb_build_array(jsonb_build_object('questionId', q.id::text))
    where a."studentId" = ${studentId}::uuid and a."startedAt" is not null
      and (q.asked::text like ${named} or q.explained::text like ${named})`
  return places.some(({ isAsked, group, ...exam }) => isAsked || shownOf(exam, { group })?.review?.explanations)
}
