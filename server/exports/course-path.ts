import { coursePath } from '#core/exports/course-path.ts'
import { listExams } from '#server/exams/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readBankCounts } from '#server/questions/queries.ts'

/** Where a course is on its first path. */
export async function readCoursePath(deps: Deps, courseId: string) {
  const living = { courseId, archivedAt: null }
  const [{ passages }, bank, exams, studentCount, withoutCodeCount] = await Promise.all([
    deps.db.course.findUniqueOrThrow({ where: { id: courseId }, select: { passages: true } }),
    readBankCounts(deps, courseId),
    listExams(deps, courseId),
    deps.db.student.count({ where: living }),
    deps.db.student.count({ where: { ...living, codeHash: null } }),
  ])
  const sections = bank.sessions.flatMap((session) => session.sections)
  return coursePath({
    passageCount: Object.keys(passages).length,
    sections: sections.map(({ counts }) => counts.easy + counts.medium + counts.hard),
    exams,
    studentCount,
    withoutCodeCount,
  })
}
