import type { ImageReply } from '#contract/endpoint.ts'
import type { ExamStatus } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam } from '#prisma/client/client.ts'
import { reviewOf } from '#server/attempts/release.ts'
import type { AnyCaller, StaffCaller, StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { isInPractice } from '#server/questions/practice.ts'

type ReadImageForInput = { hash: string; caller: AnyCaller }

/**
 * An image is served to whoever may read a question that contains it, and is a 404 for everybody else, so a guessed or
 * shared address gives no access.
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

/** Courses whose questions this person may read; an invigilator may not. */
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

/** Whether the image is in a question of a copy they started, or in an explanation that is shown to them. */
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
  return places.some(({ isAsked, group, ...exam }) => isAsked || reviewOf(exam, { group })?.explanations)
}
