import type { StudentStanding } from '#core/exams/audience.ts'
import { rational, rationalText } from '#core/rational.ts'
import type { ReadStandings } from '#server/exams/set-audience.ts'
import { listMarks } from '#server/grading/queries.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readLiveSheet } from './live-sheet.ts'

/** Where the students stand in a component or in an exam: what the rule of an audience looks at. */
export const readStandings =
  (deps: Deps): ReadStandings =>
  ({ courseId, of }) =>
    of.kind === 'exam'
      ? standingsInExam(deps, { courseId, examId: of.examId })
      : standingsInComponent(deps, { courseId, component: of.component })

async function standingsInComponent(deps: Deps, { courseId, component }: { courseId: string; component: string }) {
  const { lines, rules } = await readLiveSheet(deps, courseId)
  const standings = lines.flatMap(({ studentId, entries, result }): StudentStanding[] => {
    const entry = entries.find((one) => one.component === component)
    if (!entry) return []
    const { status, mark, retake } = entry
    const absence = status === 'abi' || status === 'abj' ? status : null
    // A dispensation, a fraud: no second session is due.
    if (status !== 'present' && absence === null) return []
    // While the grade is not known, everybody under the pass mark may be called.
    const isCalled = result.status !== 'graded' || result.decision === 'resit'
    return [{ studentId, absence, mark, retake, isCalled }]
  })
  return { standings, passMark: rules.passMark }
}

async function standingsInExam(deps: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId }, select: { markRule: true } })
  if (!exam) return { standings: [], passMark: '10' }
  const noted = await deps.db.attendance.findMany({ where: { examId } })
  const absences = new Map(noted.map(({ studentId, status }) => [studentId, status]))
  const rows = await listMarks(deps, examId)
  const standings = rows.map(({ studentId, mark, startedAt }): StudentStanding => {
    const status = startedAt === null ? absences.get(studentId) : undefined
    return {
      studentId,
      absence: status === 'abi' || status === 'abj' ? status : null,
      mark: mark === null ? null : rationalText(rational(mark * 20, exam.markRule.outOf)),
      retake: null,
      isCalled: true,
    }
  })
  return { standings, passMark: '10' }
}
