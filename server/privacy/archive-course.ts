import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'

type ArchiveCourseInput = { courseId: string; actor: Actor }

/** Makes a course read only and closes it to its students; asked again, it changes nothing. */
export async function archiveCourse(deps: Deps, { courseId, actor }: ArchiveCourseInput) {
  await deps.db.$transaction(async (tx) => {
    await lockCourse(tx, courseId)
    await refuseUnderWay(tx, courseId)
    const { count } = await tx.course.updateMany({
      where: { id: courseId, archivedAt: null },
      data: { archivedAt: deps.now() },
    })
    if (count > 0) await audit(tx, { courseId, actor, action: 'course.archive', subject: `course:${courseId}` })
  })
  await clearSessionCaches(deps)
  return { done: true as const }
}

export async function reopenCourse(deps: Deps, { courseId, actor }: ArchiveCourseInput) {
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.course.updateMany({
      where: { id: courseId, NOT: { archivedAt: null } },
      data: { archivedAt: null },
    })
    if (count > 0) await audit(tx, { courseId, actor, action: 'course.reopen', subject: `course:${courseId}` })
  })
  return { done: true as const }
}

export const lockCourse = (tx: Prisma.TransactionClient, courseId: string) =>
  tx.$queryRaw`select 1 from "Course" where id = ${courseId}::uuid for update`

/** An open exam, or a copy still running after it, would end under the students' hands. */
export async function refuseUnderWay(tx: Prisma.TransactionClient, courseId: string) {
  const open = await tx.exam.findFirst({
    where: {
      courseId,
      OR: [{ status: 'open' }, { attempts: { some: { status: { in: ['in_progress', 'paused'] } } } }],
    },
    select: { title: true },
  })
  if (open) throw new Refusal('exam_under_way', open)
}
