import type { ImageReply } from '#contract/endpoint.ts'
import type { ExamStatus } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam } from '#prisma/client/client.ts'
import { requireBrowser } from '#server/attempts/locked-browser/require-browser.ts'
import { reviewOf } from '#server/attempts/release.ts'
import type { AnyCaller, StaffCaller, StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { ShownBrowser } from '#server/platform/serve.ts'
import { isInPractice } from '#server/questions/practice.ts'

type ReadImageForInput = { hash: string; caller: AnyCaller; shown: ShownBrowser }

/**
 * An image is served to whoever may read a question that contains it, and is a 404 for everybody else, so a guessed or
 * shared address gives no access.
 */
export async function readImageFor(deps: Deps, { hash, caller, shown }: ReadImageForInput): Promise<ImageReply> {
  const courses =
    caller.kind === 'visitor'
      ? []
      : caller.kind === 'staff'
        ? await coursesOf(deps, caller)
        : (await mayStudentSee(deps, { caller, hash, shown }))
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

type Learner = { caller: StudentCaller; hash: string; shown: ShownBrowser }

async function mayStudentSee(deps: Deps, learner: Learner): Promise<boolean> {
  const { caller, hash } = learner
  const { studentId, courseId } = caller
  const inPractice = () => isInPractice(deps, { studentId, courseId, hash })
  try {
    return (await isInOwnCopy(deps, learner)) || (await inPractice())
  } catch (refusal) {
    if (await inPractice()) return true
    throw refusal
  }
}

type Place = { examId: string; isAsked: boolean; status: ExamStatus; release: Exam['release']; group: string }

/**
 * Whether the image is in a question of a copy they started, or in an explanation that is shown to them. What a copy
 * asks is shown in the locked browser only, where its exam asks for that, until the review shows it.
 */
async function isInOwnCopy(deps: Deps, { caller, hash, shown }: Learner): Promise<boolean> {
  const named = `%${hash}%`
  const places = await deps.db.$queryRaw<Place[]>`
    select e.id as "examId", q.asked::text like ${named} as "isAsked", e.status, e.release, s."group"
    from "Attempt" a
    join "Exam" e on e.id = a."examId"
    join "Student" s on s.id = a."studentId"
    join "ExamQuestion" q on q."examId" = a."examId"
      and a.paper @> jsonb_build_array(jsonb_build_object('questionId', q.id::text))
    where a."studentId" = ${caller.studentId}::uuid and a."startedAt" is not null
      and (q.asked::text like ${named} or q.explained::text like ${named})`
  const reviewed = ({ group, ...exam }: Place) => reviewOf(exam, { group })
  if (places.some((place) => reviewed(place)?.explanations || (place.isAsked && reviewed(place)))) return true
  const asked = [...new Set(places.flatMap(({ isAsked, examId }) => (isAsked ? [examId] : [])))]
  let needed: unknown
  for (const examId of asked) {
    try {
      await requireBrowser(deps, caller, { examId, shown: () => shown })
      return true
    } catch (refusal) {
      needed = refusal
    }
  }
  if (needed !== undefined) throw needed
  return false
}
