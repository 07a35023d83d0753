import type { Deps } from '#server/platform/deps.ts'
import { courseFiles } from '#server/questions/bank/course-files.ts'
import { zip } from '#server/questions/formats/zip.ts'

/** The outline and the text of the course, as files that make the same course again. */
export async function exportCourseFiles(deps: Deps, courseId: string) {
  const files = await courseFiles(deps, courseId)
  return { name: 'course.zip', type: 'application/zip', content: await zip(files) }
}
