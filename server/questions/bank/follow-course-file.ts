import type { CourseFile } from '#contract/questions/question-file.ts'
import { type CourseField, type CourseSaid, compareWithFile, settledFile } from '#core/courses/course-file.ts'
import { type Outline, wholeOutline } from '#core/courses/outline.ts'
import { Prisma } from '#prisma/client/client.ts'
import { courseSaid } from './course-said.ts'
import { writeOutline } from './write-outline.ts'

type FollowCourseFileInput = { courseId: string; file: CourseFile }

/**
 * Takes from `course.yaml` what only the file changed since it was last read. What the course changed too waits for a
 * decision on the page of the outline. Gives the outline as it is then; the caller holds the lock of the bank.
 */
export async function followCourseFile(
  tx: Prisma.TransactionClient,
  { courseId, file: { id: _id, ...file } }: FollowCourseFileInput,
): Promise<Outline> {
  const course = await tx.course.findUniqueOrThrow({ where: { id: courseId } })
  const [stored, base] = [courseSaid(course), course.fileCourse]
  const { take, decide } = compareWithFile({ file, base, stored })
  await tx.course.update({
    where: { id: courseId },
    data: {
      ...takenFields(file, take),
      fileCourse: settledFile({ file, base }, decide),
      fileProposal: decide.length > 0 ? file : Prisma.DbNull,
    },
  })
  if (!take.includes('sessions')) return wholeOutline(stored)
  const outline = wholeOutline(file)
  await writeOutline(tx, { courseId, outline })
  return outline
}

/** These fields of the file, without the outline, which is written with its revision. */
export function takenFields(file: CourseSaid, take: readonly CourseField[]): Prisma.CourseUpdateInput {
  return Object.fromEntries(take.flatMap((field) => (field === 'sessions' ? [] : [[field, file[field]]])))
}
