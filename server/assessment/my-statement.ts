import { Refusal } from '#core/refusal.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { markParts } from './assessment.ts'
import { findAssessmentIfAny, gradeOf } from './final-sheet.ts'
import { readEntries } from './known-marks.ts'

/** What a student takes home: their components, the working, the grade. Nothing before it is released. */
export async function readMyStatement(deps: Deps, { studentId, courseId }: StudentCaller) {
  const assessment = await findAssessmentIfAny(deps, courseId)
  if (!assessment?.releasedAt) throw new Refusal('not_released')
  const [student, course, entriesOf] = await Promise.all([
    deps.db.student.findUniqueOrThrow({ where: { id: studentId } }),
    deps.db.course.findUniqueOrThrow({ where: { id: courseId }, select: { title: true, year: true } }),
    readEntries(deps, { assessment, studentId }),
  ])
  const { entries, result, working } = gradeOf(assessment, entriesOf(studentId))
  const entryOf = new Map(entries.map((entry) => [entry.component, entry]))
  return {
    title: assessment.title,
    courseTitle: course.title,
    year: course.year,
    studentName: `${student.givenName} ${student.familyName}`,
    number: student.number ?? '',
    releasedAt: assessment.releasedAt.toISOString(),
    components: markParts(assessment.rules).map(({ id, name, coefficient }) => {
      const { status = 'present' as const, mark = null, reason = '' } = entryOf.get(id) ?? {}
      return { id, name, coefficient, status, mark, reason }
    }),
    rounding: assessment.rules.rounding,
    result,
    working,
  }
}
