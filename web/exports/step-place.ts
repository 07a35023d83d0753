import type { CourseOverview } from '#contract/exports/overview.ts'
import { at } from '#web/addresses.ts'

/** The URL of the page where a step is done. */
export function placeOfStep(courseId: string, step: CourseOverview['nextSteps'][number]): string {
  const inCourse = at.course(courseId)
  switch (step.kind) {
    case 'watch_exam':
      return inCourse.exam(step.exam.id).monitor
    case 'import_class':
      return inCourse.importStudents
    case 'write_questions':
      return inCourse.questions
    case 'mark_exam':
    case 'release_exam':
      return inCourse.exam(step.exam.id).results
    case 'answer_contestations':
      return inCourse.exam(step.exam.id).contestations
    case 'give_codes':
      return inCourse.codes
    case 'open_exam':
    case 'publish_exam':
      return inCourse.exam(step.exam.id).page
    case 'compose_exam':
      return inCourse.exams
    case 'make_teams':
    case 'grade_project':
    case 'release_project':
      return inCourse.project(step.project.id).page
    case 'set_final':
    case 'complete_final':
    case 'release_final':
      return inCourse.finalSheet
    case 'take_files':
      return inCourse.files
  }
}
